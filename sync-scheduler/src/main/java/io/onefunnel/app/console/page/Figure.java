package io.onefunnel.app.console.page;

/**
 * A number, or a word, that leads to its rows.
 *
 * @param link empty when it leads nowhere
 * @param note below the number; empty for none
 */
public record Figure(String label, String value, String link, String note) {
    /** One that leads nowhere and needs no note. */
    public static Figure plain(String label, String value) {
        return new Figure(label, value, "", "");
    }
}
