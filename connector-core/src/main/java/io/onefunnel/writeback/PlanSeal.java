package io.onefunnel.writeback;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what an installation knows a plan file again as its own and as it was: a key that stands in no plan. Whoever changes a
 * line has to make the plan anew, and with it what was decided, shown and approved.
 */
public final class PlanSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 16;

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException when the key has fewer than 16 bytes */
    public PlanSeal(byte[] key) {
        if (key.length < LEAST_BYTES) throw new IllegalArgumentException("a key has at least 16 bytes");
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** To be fed with the bytes of every line before the last, line ends included. */
    Mac begin() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java", e);
        }
    }
}
