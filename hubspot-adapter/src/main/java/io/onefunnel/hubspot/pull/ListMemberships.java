package io.onefunnel.hubspot.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.VendorTime;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.hubspot.pull.PullCursor.Step;
import io.onefunnel.hubspot.pull.PullCursor.TypeState;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who joined a list, and when: a page is 250 members in the order of joining, so that a round reads on from the last page
 * of the round before. Whether a page's token is a place, which moves when an earlier member leaves, is not documented; the
 * page's first member tells, and a list that moved is read from its beginning.
 */
final class ListMemberships {
    private static final int PAGE = 250;
    private static final String CONTACTS = "0-1";
    static final String LIST_ID = "listId";
    static final String LIST_NAME = "listName";
    static final String RECORD_ID = "recordId";
    static final String JOINED = "membershipTimestamp";

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final ChangeFactories factories;
    private final Duration overlap;
    private final Map<String, JsonNode> lists = new ConcurrentHashMap<>();

    ListMemberships(HubSpotClient client, HubSpotPaths paths, ChangeFactories factories, Duration overlap) {
        this.client = client;
        this.paths = paths;
        this.factories = factories;
        this.overlap = overlap;
    }

    private record Member(String recordId, Instant joined) {
        String key() {
            return recordId + "@" + joined.toEpochMilli();
        }
    }

    /**
     * Where a round goes on.
     *
     * @param token of the page; the empty text for the list's beginning
     * @param first the page's first member when it was read; the empty text while it was not
     * @param last the last member that was read
     */
    private record Tail(String token, String first, String last) {
        static final Tail BEGINNING = new Tail("", "", "");

        static Tail of(String text) {
            String[] parts = text.split("\n", -1);
            return parts.length == 3 ? new Tail(parts[0], parts[1], parts[2]) : BEGINNING;
        }

        String text() {
            return String.join("\n", token, first, last);
        }
    }

    /** Reads one page of a list; the round ends with its last page, where the next one goes on. */
    TypeState step(MappedType type, TypeState state, long begun, List<Change> found) {
        Tail tail = Tail.of(state.after());
        JsonNode page = page(type, tail.token());
        List<Member> members = members(page);
        boolean moved = !tail.first().isEmpty()
                && (members.isEmpty() || !members.get(0).key().equals(tail.first()));
        if (moved && !tail.token().isEmpty()) return state.page(Tail.BEGINNING.text());
        add(type, unread(members, tail, state), found);
        String next = WholeAnswer.next(page);
        if (!next.isEmpty()) return state.page(new Tail(next, "", "").text());
        String first = members.isEmpty() ? "" : members.get(0).key();
        String last = members.isEmpty() ? "" : members.get(members.size() - 1).key();
        return state.complete(begun).step(Step.DONE).page(new Tail(tail.token(), first, last).text());
    }

    /**
     * From which member on they are told: those after the last one known, and who joined within the overlap. A page that was
     * not known is told back to a day before the last round; who joined earlier was told then, under an id that a merge may have
     * changed since.
     */
    private Instant since(Tail tail, TypeState state) {
        if (state.upTo() == 0) return Instant.EPOCH;
        Duration back = tail.first().isEmpty() ? RecordPull.LATE_EVENT : overlap;
        return Instant.ofEpochMilli(state.upTo()).minus(back);
    }

    private List<Member> unread(List<Member> members, Tail tail, TypeState state) {
        Instant since = since(tail, state);
        int known = -1;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).key().equals(tail.last())) known = i;
        }
        List<Member> unread = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            boolean behind = known >= 0 && i > known;
            if (behind || !members.get(i).joined().isBefore(since)) unread.add(members.get(i));
        }
        return unread;
    }

    private void add(MappedType type, List<Member> unread, List<Change> found) {
        if (unread.isEmpty()) return;
        JsonNode list = list(type);
        boolean ofContacts = list.path("objectTypeId").asText("").equals(CONTACTS);
        for (Member member : unread) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put(LIST_ID, type.list());
            fields.put(LIST_NAME, list.path("name").asText(""));
            fields.put(RECORD_ID, member.recordId());
            fields.put(JOINED, member.joined().toString());
            Optional<String> person = ofContacts ? Optional.of(member.recordId()) : Optional.empty();
            found.add(factories
                    .of(type)
                    .event(member.recordId() + ":" + member.joined().toEpochMilli(), member.joined(), fields, person));
        }
    }

    private JsonNode page(MappedType type, String token) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(PAGE));
        if (!token.isEmpty()) query.put("after", token);
        return client.get(
                Operation.read("list memberships"),
                paths.listMemberships(type.list()),
                query,
                WholeAnswer.list(RECORD_ID, JOINED));
    }

    /** A list keeps its name long enough: it is asked for once. */
    private JsonNode list(MappedType type) {
        return lists.computeIfAbsent(
                type.list(),
                id -> client.get(Operation.read("read list"), paths.list(id), Map.of(), ListMemberships::read));
    }

    /** Of which type its members are, and how it is called. */
    static JsonNode read(InputStream body) throws IOException {
        JsonNode list = WholeAnswer.object("list").read(body).path("list");
        WholeAnswer.demand(list, "the list", "objectTypeId", "name");
        return list;
    }

    private static List<Member> members(JsonNode page) {
        List<Member> members = new ArrayList<>();
        for (JsonNode each : page.path("results")) {
            Instant at = VendorTime.of(each.path(JOINED).asText(""))
                    .orElseThrow(() -> new AdapterException(
                            AdapterErrorCode.UNEXPECTED_RESPONSE,
                            "HubSpot tells when a member joined its list in a form that is no time"));
            members.add(new Member(each.path(RECORD_ID).asText(""), at));
        }
        return members;
    }
}
