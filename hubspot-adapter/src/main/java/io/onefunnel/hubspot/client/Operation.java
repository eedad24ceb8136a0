package io.onefunnel.hubspot.client;

import io.onefunnel.hubspot.client.RateLimiter.Allowance;

/** What a call is, for counting and for knowing how to repeat it. */
public record Operation(String name, Allowance allowance, boolean writes) {
    public static Operation read(String name) {
        return new Operation(name, Allowance.CALLS, false);
    }

    static Operation search(String name) {
        return new Operation(name, Allowance.SEARCHES, false);
    }

    public static Operation write(String name) {
        return new Operation(name, Allowance.CALLS, true);
    }

    /** The same, as one of the batch calls of associations. */
    public Operation ofAssociations() {
        return new Operation(name, Allowance.ASSOCIATIONS, writes);
    }
}
