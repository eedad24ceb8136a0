package io.onefunnel.sandbox.hubspot.marketing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The portal's lists of contacts, which its screens call segments: who joined them, and when. */
public final class RecordLists {
    record Member(long recordId, long joined) {}

    /** @param members in the order of joining; somebody who left and came back stands where they came back */
    public record RecordList(String id, String name, Instant created, List<Member> members) {}

    private final Map<String, RecordList> lists = new LinkedHashMap<>();

    public String create(String name, Instant now) {
        String id = Integer.toString(lists.size() + 1);
        lists.put(id, new RecordList(id, name, now, new ArrayList<>()));
        return id;
    }

    public Optional<RecordList> find(String id) {
        return Optional.ofNullable(lists.get(id));
    }

    /** Who is a member already stays where they are: "already members of the list are ignored" (lists API). */
    public void add(RecordList list, long recordId, long now) {
        boolean member = list.members().stream().anyMatch(each -> each.recordId() == recordId);
        if (!member) list.members().add(new Member(recordId, now));
    }

    public void remove(RecordList list, long recordId) {
        list.members().removeIf(each -> each.recordId() == recordId);
    }
}
