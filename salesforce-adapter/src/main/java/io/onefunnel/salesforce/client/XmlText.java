package io.onefunnel.salesforce.client;

/**
 * Text as it can be told to the Partner API. XML 1.0 has no form for most control characters, for U+FFFE, U+FFFF and for
 * half a surrogate pair (2.2, Char): force-wsc drops some, writes others, and one of them makes a call of 200 rows
 * unreadable. What is sent, and what is compared with what the org holds, goes through here.
 */
public final class XmlText {
    private XmlText() {}

    /** The same text where all of it is allowed, which is nearly always. */
    public static String allowed(String text) {
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (!isAllowed(point)) return without(text, at);
            at += Character.charCount(point);
        }
        return text;
    }

    private static String without(String text, int first) {
        StringBuilder allowed = new StringBuilder(text.length()).append(text, 0, first);
        text.substring(first).codePoints().filter(XmlText::isAllowed).forEach(allowed::appendCodePoint);
        return allowed.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= ' ' && point < Character.MIN_SURROGATE
                || point > Character.MAX_SURROGATE && point < 0xFFFE
                || point > 0xFFFF;
    }
}
