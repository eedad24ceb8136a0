package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One answer with objects in it.
 *
 * @param after where the next page starts; absent on the last one
 * @param broken results that are no objects
 * @param errors the entries of a 207
 * @param total matches of a search, -1 elsewhere
 */
public record ObjectPage(
        List<VendorObject> objects, List<String> broken, Optional<String> after, List<JsonNode> errors, long total) {}
