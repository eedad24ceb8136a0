package io.onefunnel.sandbox.hubspot.api;

import java.util.List;
import java.util.function.Supplier;

/**
 * One thing a client can ask for.
 *
 * @param operation as counted: "search contacts", "batch update deals"
 * @param anyScope one of these is needed; none when the list is empty
 * @param allowance what a call of it spends besides the day's calls
 */
public record Endpoint(String operation, List<String> anyScope, Allowance allowance, Supplier<Reply> answer) {
    /** The buckets that calls are drawn from: "Usage guidelines" and, for associations, their guide. */
    public enum Allowance {
        CALLS,
        SEARCHES,
        ASSOCIATIONS
    }

    public static Endpoint of(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.CALLS, answer);
    }

    public static Endpoint search(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.SEARCHES, answer);
    }

    public static Endpoint associations(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.ASSOCIATIONS, answer);
    }
}
