package io.onefunnel.sandbox.salesforce.soap;

import org.jspecify.annotations.Nullable;

/** Writes elements. Prefixes belong to the name; the caller keeps the order of the WSDL. */
final class XmlWriter {
    private final StringBuilder out = new StringBuilder(4096);

    XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    XmlWriter open(String name, String attributes) {
        out.append('<').append(name);
        if (!attributes.isEmpty()) out.append(' ').append(attributes);
        out.append('>');
        return this;
    }

    XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /** A null value is xsi:nil. */
    XmlWriter text(String name, @Nullable String value) {
        if (value == null) {
            out.append('<').append(name).append(" xsi:nil=\"true\"/>");
            return this;
        }
        open(name);
        escape(value);
        return close(name);
    }

    XmlWriter flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    XmlWriter number(String name, long value) {
        return text(name, Long.toString(value));
    }

    /** Written only when there is a value: minOccurs="0". */
    XmlWriter optional(String name, @Nullable String value) {
        return value == null ? this : text(name, value);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(each);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
