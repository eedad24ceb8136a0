package io.onefunnel.salesforce.client;

/** Record ids: 15 characters that are case-sensitive, or 18 with a checksum. Ours are always 18. */
public final class RecordIds {
    private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /** Queues own records as users do: Group. */
    public static final String QUEUE_PREFIX = "00G";

    private RecordIds() {}

    public static String to18(String id) {
        if (id.length() != 15) return id;
        StringBuilder whole = new StringBuilder(18).append(id);
        for (int block = 0; block < 15; block += 5) {
            int upper = 0;
            for (int i = 0; i < 5; i++) {
                if (Character.isUpperCase(id.charAt(block + i))) upper |= 1 << i;
            }
            whole.append(CHECKSUM.charAt(upper));
        }
        return whole.toString();
    }

    /** Whether this may be put between quotes in a query. */
    public static boolean isId(String text) {
        return text.length() == 18 && text.chars().allMatch(each -> each < 128 && Character.isLetterOrDigit(each));
    }

    /** The first three characters name the object. */
    public static String prefix(String id) {
        return id.length() < 3 ? id : id.substring(0, 3);
    }
}
