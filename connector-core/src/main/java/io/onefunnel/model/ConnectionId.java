package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A named account of a vendor ("salesforce-emea"), as the admin calls it in {@code config/onefunnel.yaml}. Several
 * organisations of one vendor are several connections.
 */
public record ConnectionId(String value) implements Comparable<ConnectionId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public ConnectionId {
        if (!FORM.matcher(requireNonNull(value, "value is null")).matches()) {
            throw new IllegalArgumentException(
                    "a connection's name is lower-case letters, digits and dashes, at most 40: " + value);
        }
    }

    @Override
    public int compareTo(ConnectionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
