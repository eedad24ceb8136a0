package io.onefunnel.marketo.write;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys of records that are known to Marketo by an id from outside: "salesforce:006…", so that several sources never collide. */
final class ExternalKey {
    // "~" and sixteen digits.
    private static final int CHARACTERS_OF_A_DIGEST = 17;

    private ExternalKey() {}

    /** A record's ref, "connection/KIND/id", as a key of at most so many characters. */
    static String of(String ref, int longest) {
        String key = ref.replaceFirst("/[A-Z_]+/", ":");
        if (key.length() <= longest) return key;
        return key.substring(0, longest - CHARACTERS_OF_A_DIGEST) + "~" + digest(key);
    }

    private static String digest(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
