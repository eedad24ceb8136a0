package io.onefunnel.sandbox.salesforce.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Makes record ids, and knows their two written forms: 15 case-sensitive characters, or 18 with a checksum. */
public final class Ids {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    // The two characters after the prefix name the instance that made the record.
    private static final String INSTANCE = "Sb";

    private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

    /** The next id under a prefix; ascending in text order. */
    public String next(String prefix) {
        long number = counters.computeIfAbsent(prefix, key -> new AtomicLong()).incrementAndGet();
        char[] digits = new char[15 - prefix.length() - INSTANCE.length()];
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (number % 62));
            number /= 62;
        }
        return to18(prefix + INSTANCE + new String(digits));
    }

    public static boolean wellFormed(String id) {
        if (!id.matches("[0-9A-Za-z]+")) return false;
        return id.length() == 15
                || id.length() == 18 && to18(id.substring(0, 15)).equalsIgnoreCase(id);
    }

    /** The 18-character form; anything that is not 15 characters long is given back as it is. */
    public static String to18(String id) {
        if (id.length() != 15) return id;
        StringBuilder whole = new StringBuilder(18).append(id);
        for (int block = 0; block < 3; block++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                if (Character.isUpperCase(id.charAt(block * 5 + i))) bits |= 1 << i;
            }
            whole.append(CHECKSUM.charAt(bits));
        }
        return whole.toString();
    }
}
