package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The portal's owners, those who left included. They are few and have no search: each round lists them. */
final class OwnerList {
    private static final int PAGE = 100;

    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final Ids ids;

    OwnerList(HubSpotHttp http, HubSpotPaths paths, Ids ids) {
        this.http = http;
        this.paths = paths;
        this.ids = ids;
    }

    List<JsonNode> changedSince(long millis) {
        List<JsonNode> owners = new ArrayList<>();
        for (boolean archived : new boolean[] {false, true}) {
            String after = "";
            do {
                Map<String, String> query = new LinkedHashMap<>();
                query.put("limit", Integer.toString(PAGE));
                query.put("archived", Boolean.toString(archived));
                if (!after.isEmpty()) query.put("after", after);
                JsonNode page = http.get(Operation.read("owners"), paths.owners(), query);
                for (JsonNode owner : page.path("results")) {
                    if (updatedAt(owner).toEpochMilli() >= millis) owners.add(owner);
                }
                after = page.path("paging").path("next").path("after").asText("");
            } while (!after.isEmpty());
        }
        return owners;
    }

    /** Owners are assigned by id, never by userId, which archived ones lack (owners guide). */
    Change change(MappedType type, JsonNode owner) {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = (owner.path("firstName").asText("") + " "
                        + owner.path("lastName").asText(""))
                .strip();
        if (!name.isEmpty()) fields.put("name", name);
        if (owner.hasNonNull("email")) fields.put("email", owner.path("email").asText());
        fields.put("active", Boolean.toString(!owner.path("archived").asBoolean()));
        fields.put("type", owner.path("type").asText("PERSON"));
        return new Change.Present(
                ids.ref(type, owner.path("id").asText()),
                type.name(),
                updatedAt(owner),
                fields,
                Set.of("name", "email", "active", "type"),
                Map.of(),
                List.of());
    }

    private static Instant updatedAt(JsonNode owner) {
        return Instant.parse(owner.path("updatedAt").asText("1970-01-01T00:00:00Z"));
    }
}
