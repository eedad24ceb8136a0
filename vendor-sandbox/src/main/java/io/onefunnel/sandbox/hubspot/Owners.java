package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The portal's owners: read-only for the API, assigned by id and never by userId. */
final class Owners {
    private static final long FIRST_ID = 31_871_817;
    private static final int MOST_PER_PAGE = 500;

    private record Owner(long id, String email, String firstName, String lastName, Instant since, boolean archived) {}

    private final NavigableMap<Long, Owner> owners = new TreeMap<>();

    long add(String email, String firstName, String lastName, Instant now) {
        long id = owners.isEmpty() ? FIRST_ID : owners.lastKey() + 83;
        owners.put(id, new Owner(id, email, firstName, lastName, now, false));
        return id;
    }

    /** The person left: the owner stays for reading under archived=true. */
    void archive(long id) {
        owners.computeIfPresent(
                id,
                (key, owner) -> new Owner(id, owner.email(), owner.firstName(), owner.lastName(), owner.since(), true));
    }

    int size() {
        return owners.size();
    }

    ObjectNode page(Request request) {
        boolean archived = request.flag("archived");
        int limit = request.number("limit", 100);
        if (limit < 1 || limit > MOST_PER_PAGE) throw Refusal.validation("limit must be between 1 and 500");
        Optional<String> email = request.parameter("email");
        ObjectNode json = Json.object();
        ArrayNode results = json.putArray("results");
        for (Owner owner : owners.tailMap(request.after().orElse(0L), true).values()) {
            if (owner.archived() != archived) continue;
            if (email.isPresent() && !email.get().equalsIgnoreCase(owner.email())) continue;
            if (results.size() == limit) {
                Paging.next(json, request, Long.toString(owner.id()));
                break;
            }
            results.add(json(owner));
        }
        return json;
    }

    /** By owner id, or by {@code idProperty=userId}; archived ones only where the request says so. */
    ObjectNode one(long id, Request request) {
        boolean byUser = request.parameter("idProperty").orElse("").equals("userId");
        return owners.values().stream()
                .filter(owner -> (byUser ? userId(owner) : owner.id()) == id)
                .filter(owner -> owner.archived() == request.flag("archived"))
                .findFirst()
                .map(Owners::json)
                .orElseThrow(() -> Refusal.notFound("No owner with id " + id + " could be found"));
    }

    private static int userId(Owner owner) {
        return (int) (owner.id() % 10_000_000);
    }

    /** Archived owners have no userId any more: owners API. */
    private static ObjectNode json(Owner owner) {
        int userId = userId(owner);
        ObjectNode json = Json.object()
                .put("id", Long.toString(owner.id()))
                .put("email", owner.email())
                .put("type", "PERSON")
                .put("firstName", owner.firstName())
                .put("lastName", owner.lastName());
        if (owner.archived()) json.putNull("userId");
        else json.put("userId", userId);
        return json.put("userIdIncludingInactive", userId)
                .put("createdAt", owner.since().toString())
                .put("updatedAt", owner.since().toString())
                .put("archived", owner.archived());
    }
}
