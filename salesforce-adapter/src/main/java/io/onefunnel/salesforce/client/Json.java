package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of requests, answers, cursors and snapshots. */
public final class Json {
    /** With Jackson's own settings; safe for use by many threads. */
    public static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}
}
