package io.onefunnel.sandbox.hubspot;

import java.util.List;
import java.util.function.Supplier;

/**
 * One thing a client can ask for.
 *
 * @param operation as counted: "search contacts", "batch update deals"
 * @param anyScope one of these is needed; none when the list is empty
 * @param search spends the search allowance instead of the ten-second one
 */
record Endpoint(String operation, List<String> anyScope, boolean search, Supplier<Reply> answer) {
    static Endpoint of(String operation, List<String> anyScope, Supplier<Reply> answer) {
        return new Endpoint(operation, anyScope, false, answer);
    }
}
