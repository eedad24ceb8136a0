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
        return format(prefix, nextNumber(prefix));
    }

    /** The number of the next id under a prefix. */
    long nextNumber(String prefix) {
        return counters.computeIfAbsent(prefix, key -> new AtomicLong()).incrementAndGet();
    }

    static String format(String prefix, long number) {
        char[] id = new char[18];
        prefix.getChars(0, 3, id, 0);
        INSTANCE.getChars(0, INSTANCE.length(), id, 3);
        long rest = number;
        for (int i = 14; i >= 3 + INSTANCE.length(); i--) {
            id[i] = DIGITS.charAt((int) (rest % 62));
            rest /= 62;
        }
        checksum(id);
        return new String(id);
    }

    /**
     * The number of an id of either form under {@code prefix}, -1 when it is none of ours. The checksum of an
     * 18-character id makes up for case that got lost; exact case is asked for here.
     */
    static long number(String id, String prefix) {
        boolean ours = (id.length() == 15 || id.length() == 18)
                && id.startsWith(prefix)
                && id.startsWith(INSTANCE, prefix.length());
        if (!ours) return -1;
        long number = 0;
        for (int i = prefix.length() + INSTANCE.length(); i < 15; i++) {
            int digit = digit(id.charAt(i));
            if (digit < 0) return -1;
            number = number * 62 + digit;
        }
        return id.length() == 15 || format(prefix, number).equals(id) ? number : -1;
    }

    /**
     * The number of the first id under {@code prefix} that is not less than {@code id}: where a keyset read by id goes
     * on.
     */
    public static long ceiling(String id, String prefix) {
        long exact = number(id, prefix);
        if (exact >= 0) return exact;
        return (prefix + INSTANCE).compareTo(id) > 0 ? 0 : Long.MAX_VALUE;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
        return c >= 'a' && c <= 'z' ? c - 'a' + 36 : -1;
    }

    public static boolean wellFormed(String id) {
        if (!id.matches("[0-9A-Za-z]+")) return false;
        return id.length() == 15
                || id.length() == 18 && to18(id.substring(0, 15)).equalsIgnoreCase(id);
    }

    /** The 18-character form; anything that is not 15 characters long is given back as it is. */
    public static String to18(String id) {
        if (id.length() != 15) return id;
        char[] whole = new char[18];
        id.getChars(0, 15, whole, 0);
        checksum(whole);
        return new String(whole);
    }

    private static void checksum(char[] id) {
        for (int block = 0; block < 3; block++) {
            int bits = 0;
            for (int i = 0; i < 5; i++) {
                char c = id[block * 5 + i];
                if (c >= 'A' && c <= 'Z') bits |= 1 << i;
            }
            id[15 + block] = CHECKSUM.charAt(bits);
        }
    }
}
