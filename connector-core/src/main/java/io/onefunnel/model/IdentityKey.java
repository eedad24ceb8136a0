package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * A text by which records of one person find each other. Records that share a key are looked at together; whether they
 * are one person is the identity rules' decision.
 *
 * @param kind a short name: "native", "email", "phone-name"
 */
public record IdentityKey(String kind, String value) {
    public IdentityKey {
        requireNonNull(kind, "kind is null");
        requireNonNull(value, "value is null");
    }
}
