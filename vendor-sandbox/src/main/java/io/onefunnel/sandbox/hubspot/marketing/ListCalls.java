package io.onefunnel.sandbox.hubspot.marketing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.marketing.RecordLists.Member;
import io.onefunnel.sandbox.hubspot.marketing.RecordLists.RecordList;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reading lists: {@code /crm/lists/2026-09/…} and {@code /crm/v3/lists/…} (lists API; paths, limits and scopes by
 * HubSpot's published API specification and client).
 *
 * <p>Where the documents are silent: {@code after} is a place in the list, which moves when an earlier member leaves; the
 * members of merged contacts are one, since the earlier of both.
 */
public final class ListCalls {
    private static final List<String> READ = List.of("crm.lists.read");
    // "The maximum limit is 250", 100 unless told: lists API, memberships.
    private static final int MOST = 250;
    private static final int DEFAULT = 100;

    private final RecordLists lists;
    private final ObjectTable contacts;

    public ListCalls(RecordLists lists, ObjectTable contacts) {
        this.lists = lists;
        this.contacts = contacts;
    }

    public Endpoint find(Request request) {
        List<String> rest = request.rest();
        if (rest.isEmpty() || !request.method().equals("GET")) throw Refusal.htmlNotFound();
        String id = rest.get(0);
        return switch (String.join("/", rest.subList(1, rest.size()))) {
            case "" -> Endpoint.of("read list", READ, () -> Reply.ok(json(list(id))));
            case "memberships/join-order" ->
                Endpoint.of("list memberships", READ, () -> Reply.ok(page(list(id), request)));
            default -> throw Refusal.htmlNotFound();
        };
    }

    private RecordList list(String id) {
        return lists.find(id).orElseThrow(() -> Refusal.notFound("List does not exist with ID " + id + "."));
    }

    private static ObjectNode json(RecordList list) {
        ObjectNode body = Json.object();
        body.putObject("list")
                .put("listId", list.id())
                .put("listVersion", 1)
                .put("name", list.name())
                .put("objectTypeId", "0-1")
                .put("processingType", "MANUAL")
                .put("processingStatus", "COMPLETE")
                .put("createdAt", list.created().toString())
                .put("size", list.members().size());
        return body;
    }

    private ObjectNode page(RecordList list, Request request) {
        int limit = request.number("limit", DEFAULT);
        if (limit < 1 || limit > MOST) throw Refusal.validation("limit must be between 1 and 250");
        int from = request.after().map(Long::intValue).orElse(0);
        List<Member> members = living(list);
        int to = Math.min(members.size(), from + limit);
        ObjectNode body = Json.object().put("total", members.size());
        ArrayNode results = body.putArray("results");
        for (Member member : members.subList(Math.min(from, to), to)) {
            results.addObject()
                    .put("recordId", Long.toString(member.recordId()))
                    .put(
                            "membershipTimestamp",
                            Instant.ofEpochMilli(member.joined()).toString());
        }
        if (to < members.size()) Paging.next(body, request, Integer.toString(to));
        return body;
    }

    /** Archived contacts are in no list. */
    private List<Member> living(RecordList list) {
        Set<Long> seen = new HashSet<>();
        return list.members().stream()
                .map(member -> new Member(contacts.survivor(member.recordId()), member.joined()))
                .filter(member -> contacts.live(member.recordId()).isPresent() && seen.add(member.recordId()))
                .toList();
    }
}
