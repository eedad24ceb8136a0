package io.onefunnel.hubspot.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorTime;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.hubspot.pull.PullCursor.Step;
import io.onefunnel.hubspot.pull.PullCursor.TypeState;
import io.onefunnel.spi.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The portal's owners, those who left included. They are few and have no search: each round lists them. */
final class OwnerList {
    private static final int PAGE = 100;

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final RecordRefs refs;

    OwnerList(HubSpotClient client, HubSpotPaths paths, RecordRefs refs) {
        this.client = client;
        this.paths = paths;
        this.refs = refs;
    }

    /** Tells all of them when one changed, came or left: that leaving moves "updatedAt" is not documented. */
    TypeState step(MappedType type, TypeState state, long begun, List<Change> found) {
        List<JsonNode> owners = all();
        String digest = UUID.nameUUIDFromBytes(owners.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        if (!digest.equals(state.after())) owners.forEach(owner -> found.add(change(type, owner)));
        return state.complete(begun).step(Step.DONE).page(digest);
    }

    private List<JsonNode> all() {
        List<JsonNode> owners = new ArrayList<>();
        for (boolean archived : new boolean[] {false, true}) {
            String after = "";
            do {
                Map<String, String> query = new LinkedHashMap<>();
                query.put("limit", Integer.toString(PAGE));
                query.put("archived", Boolean.toString(archived));
                if (!after.isEmpty()) query.put("after", after);
                JsonNode page =
                        client.get(Operation.read("owners"), paths.owners(), query, WholeAnswer.list("id", "archived"));
                page.path("results").forEach(owners::add);
                after = WholeAnswer.next(page);
            } while (!after.isEmpty());
        }
        return owners;
    }

    /** Owners are assigned by id, never by userId, which archived ones lack (owners guide). */
    private Change change(MappedType type, JsonNode owner) {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = (owner.path("firstName").asText("") + " "
                        + owner.path("lastName").asText(""))
                .strip();
        if (!name.isEmpty()) fields.put("name", name);
        if (owner.hasNonNull("email")) fields.put("email", owner.path("email").asText(""));
        fields.put("active", Boolean.toString(!owner.path("archived").asBoolean()));
        fields.put("type", owner.path("type").asText("PERSON"));
        return new Change.Present(
                refs.ref(type, owner.path("id").asText("")),
                type.name(),
                updatedAt(owner),
                fields,
                Set.of("name", "email", "active", "type"),
                Map.of(),
                List.of());
    }

    private static Instant updatedAt(JsonNode owner) {
        return VendorTime.of(owner.path("updatedAt").asText("")).orElse(Instant.EPOCH);
    }
}
