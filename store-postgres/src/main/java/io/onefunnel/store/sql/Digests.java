package io.onefunnel.store.sql;

import io.onefunnel.model.IdentityKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;

/** Short fingerprints: 16 bytes of SHA-256, which no two different records of a lifetime share. */
public final class Digests {
    private Digests() {}

    public static byte[] of(String... parts) {
        return ofUtf8(Arrays.stream(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** The same for texts that are in UTF-8 already. */
    public static byte[] ofUtf8(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
            digest.update((byte) 0);
        }
        return Arrays.copyOf(digest.digest(), 16);
    }

    public static byte[] ofSorted(Collection<String> parts) {
        return of(parts.stream().sorted().toArray(String[]::new));
    }

    /** The number by which a key is looked up. */
    public static long of(IdentityKey key) {
        return ByteBuffer.wrap(of(key.kind(), key.value())).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
