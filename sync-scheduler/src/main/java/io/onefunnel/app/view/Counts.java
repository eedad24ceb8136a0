package io.onefunnel.app.view;

import java.util.Locale;

/** Numbers as people read them. */
public final class Counts {
    private Counts() {}

    /** With a comma at every thousand: "12,345". */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** How many things there are: "1 item", "2 items". */
    public static String items(int count) {
        return count == 1 ? "1 item" : grouped(count) + " items";
    }

    /** "12.5 %"; empty where there is nothing of which it could be a part. */
    public static String share(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
