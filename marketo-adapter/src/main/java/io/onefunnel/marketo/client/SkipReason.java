package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Why a record of a call that succeeded as a whole was skipped. */
public record SkipReason(String code, String words) {
    /** The first reason that a row of the answer gives; the code is empty where it gives none. */
    public static SkipReason of(JsonNode row) {
        return under("reasons", row);
    }

    /** The same where an endpoint has another name for the list. */
    public static SkipReason under(String list, JsonNode row) {
        JsonNode first = row.path(list).path(0);
        return new SkipReason(
                first.path("code").asText(""), first.path("message").asText("skipped"));
    }
}
