package io.onefunnel.spi;

import static java.util.Objects.requireNonNull;

/** How far a pull has come. Written and read by the adapter, kept by the core, opaque to everybody else. */
public record Cursor(String value) {
    /** Where every pull of a kind begins: nothing was pulled yet. */
    public static final Cursor BEGINNING = new Cursor("");

    public Cursor {
        requireNonNull(value, "value is null");
    }

    public boolean isBeginning() {
        return value.isEmpty();
    }
}
