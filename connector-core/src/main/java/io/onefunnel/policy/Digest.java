package io.onefunnel.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names values by their content. The content is the records' own text, so no component can be forgotten; it is the same
 * in every process because every collection in these records has an order of its own (lists, sorted and enum maps; never
 * {@code Map.copyOf}, whose order changes with each start).
 */
final class Digest {
    private Digest() {}

    /** The same for equal values in every process: 64 hexadecimal digits. */
    static String of(Object... values) {
        MessageDigest digest = sha256();
        for (Object value : values) {
            digest.update(value.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** 8 of them: enough to tell the versions of one installation apart. */
    static String shortOf(Object... values) {
        return of(values).substring(0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
