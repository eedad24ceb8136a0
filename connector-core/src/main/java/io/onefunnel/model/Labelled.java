package io.onefunnel.model;

import java.util.Locale;

/** An enum whose constants people read: the same words on every screen, in every command and in every evidence. */
public interface Labelled {
    /** The constant itself, as it is stored. */
    String name();

    /** What people read: the constant in small letters with blanks between its words, unless the enum knows better. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
