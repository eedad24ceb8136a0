package io.onefunnel.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/** One simulated vendor: an HTTP answer for each call, from state that it keeps. Called by many threads at once. */
public interface Vendor {
    /** The name that the control API knows it by: "salesforce", "hubspot" or "marketo". */
    String name();

    /** The answer the vendor would give. Never throws: what the vendor cannot parse gets the vendor's own error. */
    HttpAnswer answer(HttpCall call);

    /** How many records of each type it holds, for the control API. Deleted and merged-away ones under their own keys. */
    Map<String, Object> state();

    /** What a client needs to connect, by the names that the sandbox's start line uses (orgId, token, ...). */
    Map<String, String> credentials();

    /**
     * Sets a limit or a behaviour of this vendor: "limits=off", "apiCallsPerDay=100", "indexLagSeconds=90" ... Each
     * vendor documents its own.
     *
     * @throws IllegalArgumentException naming the settings that exist, when {@code key} is not one of them
     */
    void set(String key, String value);

    /** Its settings and their present values. */
    Map<String, String> settings();

    /**
     * Changes a record as a person in the vendor's own screen would: the record's modification stamp moves, no API
     * call is counted and the write audit does not list it.
     *
     * @throws IllegalArgumentException when there is no such record
     */
    void editByHand(String type, String id, Map<String, String> fields);

    /**
     * What only this vendor can be asked through the control API: "POST rights" is served as POST /{vendor}/rights. The
     * input is the body of a POST, else the query parameters.
     */
    default Map<String, Function<JsonNode, Object>> controls() {
        return Map.of();
    }

    /** All field values of a live record by vendor names; empty when it is not there (deleted, merged away). */
    Map<String, String> record(String type, String id);

    /**
     * Does what a person does in the vendor's own screens besides editing: "archive", "restore", "merge" ... Each
     * vendor documents its own. No API call is counted and the write audit does not list it.
     *
     * @return what came of it, such as the id of a merged record
     * @throws IllegalArgumentException when the vendor knows no such action, or there is no such record
     */
    default Map<String, String> byHand(String action, Map<String, String> arguments) {
        throw new IllegalArgumentException(name() + " knows no action \"" + action + "\"");
    }
}
