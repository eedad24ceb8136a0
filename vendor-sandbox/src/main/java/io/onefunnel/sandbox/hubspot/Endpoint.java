package io.onefunnel.sandbox.hubspot;

import java.util.List;
import java.util.function.Supplier;

/**
 * One thing a client can ask for.
 *
 * @param operation as counted: "search contacts", "batch update deals"
 * @param anyScope one of these is needed; none when the list is empty
 * @param allowance what a call of it spends besides the day's calls
 */
record Endpoint(String operation, List<String> anyScope, Allowance allowance, Supplier<Reply> answer) {
    /** The buckets that calls are drawn from: vendor page §6 (associations), §10. */
    enum Allowance {
        CALLS,
        SEARCHES,
        ASSOCIATIONS
    }

    static Endpoint of(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.CALLS, answer);
    }

    static Endpoint search(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.SEARCHES, answer);
    }

    static Endpoint associations(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, Allowance.ASSOCIATIONS, answer);
    }
}
