package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Static lists and who is on them. */
final class StaticLists {
    private static final int ADD_TO_LIST = 24;
    private static final int REMOVE_FROM_LIST = 25;

    private record StaticList(int id, String name, Instant createdAt) {}

    private final LeadDatabase database;
    private final Memberships memberships;
    private final LeadReads leadReads;
    private final Map<Integer, StaticList> lists = new TreeMap<>();
    private int nextId = 1159;

    StaticLists(LeadDatabase database, Memberships memberships, LeadReads leadReads) {
        this.database = database;
        this.memberships = memberships;
        this.leadReads = leadReads;
    }

    HttpAnswer create(ApiCall call) {
        String name = call.required("name");
        if (named(name).isPresent()) throw new Refusal("709", "A static list with this name already exists");
        StaticList list = new StaticList(nextId++, name, database.now());
        lists.put(list.id(), list);
        return Replies.assets(call, List.of(asset(list)));
    }

    HttpAnswer assets(ApiCall call) {
        return Replies.assets(call, Page.ofAssets(call, List.copyOf(lists.values()), StaticLists::asset));
    }

    HttpAnswer assetById(ApiCall call) {
        return Replies.assets(
                call,
                Optional.ofNullable(lists.get(call.id("id"))).map(StaticLists::asset).stream()
                        .toList());
    }

    HttpAnswer assetByName(ApiCall call) {
        return Replies.assets(
                call,
                named(call.required("name")).map(StaticLists::asset).stream().toList());
    }

    HttpAnswer all(ApiCall call) {
        List<String> ids = call.list("id");
        List<String> names = call.list("name");
        List<StaticList> found = lists.values().stream()
                .filter(each -> ids.isEmpty() || ids.contains(Integer.toString(each.id())))
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
        return Replies.page(call, Page.of(call, found, StaticLists::shape));
    }

    HttpAnswer byId(ApiCall call) {
        return Replies.result(call, shape(list(call)));
    }

    HttpAnswer leads(ApiCall call) {
        List<String> fields = leadReads.fields(call);
        List<Lead> members = new ArrayList<>();
        for (int id : memberships.list(list(call).id()))
            database.leads().find(id).ifPresent(members::add);
        return Replies.page(call, Page.of(call, members, lead -> leadReads.shape(lead, fields)));
    }

    HttpAnswer add(ApiCall call) {
        StaticList list = list(call);
        List<ObjectNode> rows = new ArrayList<>();
        for (int id : ids(call)) {
            ObjectNode row = Replies.object().put("id", id);
            if (database.leads().find(id).isEmpty()) {
                rows.add(Replies.skipped(row, new SkippedRow("1004", "Lead not found"), "reasons"));
                continue;
            }
            if (memberships.list(list.id()).add(id)) log(id, ADD_TO_LIST, list);
            rows.add(row.put("status", "added"));
        }
        return Replies.result(call, rows);
    }

    HttpAnswer remove(ApiCall call) {
        StaticList list = list(call);
        List<ObjectNode> rows = new ArrayList<>();
        for (int id : ids(call)) {
            ObjectNode row = Replies.object().put("id", id);
            if (!memberships.list(list.id()).remove(id)) {
                rows.add(Replies.skipped(row, new SkippedRow("1015", "Lead not in list"), "reasons"));
                continue;
            }
            log(id, REMOVE_FROM_LIST, list);
            rows.add(row.put("status", "removed"));
        }
        return Replies.result(call, rows);
    }

    HttpAnswer isMember(ApiCall call) {
        Set<Integer> members = memberships.list(list(call).id());
        List<ObjectNode> rows = new ArrayList<>();
        for (int id : ids(call)) {
            rows.add(Replies.object().put("id", id).put("status", members.contains(id) ? "memberof" : "notmemberof"));
        }
        return Replies.result(call, rows);
    }

    /** @throws Refusal 1013 when there is no list with this id */
    int known(int listId) {
        if (!lists.containsKey(listId)) throw new Refusal("1013", "List not found");
        return listId;
    }

    void put(int listId, int leadId) {
        StaticList list = lists.get(listId);
        if (list != null && memberships.list(listId).add(leadId)) log(leadId, ADD_TO_LIST, list);
    }

    HttpAnswer ofLead(ApiCall call) {
        int leadId = call.id("leadId");
        List<ObjectNode> rows = new ArrayList<>();
        for (StaticList list : lists.values()) {
            if (!memberships.list(list.id()).contains(leadId)) continue;
            rows.add(Replies.object()
                    .put("listId", list.id())
                    .put("createdAt", Dates.lead(list.createdAt()))
                    .put("updatedAt", Dates.lead(list.createdAt())));
        }
        return Replies.pageOfMore(call, Page.of(call, rows, row -> row));
    }

    HttpAnswer rename(ApiCall call) {
        StaticList list = asset(call);
        String name = call.parameter("name").orElse(list.name());
        StaticList renamed = new StaticList(list.id(), name, list.createdAt());
        lists.put(list.id(), renamed);
        return Replies.assets(call, List.of(asset(renamed)));
    }

    HttpAnswer delete(ApiCall call) {
        StaticList list = asset(call);
        lists.remove(list.id());
        memberships.list(list.id()).clear();
        return Replies.assets(call, List.of(Replies.object().put("id", list.id())));
    }

    Optional<Set<Integer>> members(String listName) {
        return named(listName).map(list -> memberships.list(list.id()));
    }

    Optional<Set<Integer>> members(int listId) {
        return Optional.ofNullable(lists.get(listId)).map(list -> memberships.list(list.id()));
    }

    private void log(int leadId, int type, StaticList list) {
        database.log(leadId, type, database.now(), list.id(), list.name(), Map.of("Source", "Web service API"));
    }

    private static List<Integer> ids(ApiCall call) {
        List<Integer> ids = new ArrayList<>();
        for (String id : call.list("id")) ids.add(Integer.parseInt(id));
        if (!ids.isEmpty()) return ids;
        for (JsonNode each : call.input()) ids.add(each.path("id").asInt());
        return ids;
    }

    private StaticList asset(ApiCall call) {
        return Optional.ofNullable(lists.get(call.id("id")))
                .orElseThrow(() -> new Refusal("702", "Static List not found"));
    }

    private StaticList list(ApiCall call) {
        return Optional.ofNullable(lists.get(call.id("listId")))
                .orElseThrow(() -> new Refusal("1013", "List not found"));
    }

    private Optional<StaticList> named(String name) {
        return lists.values().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static ObjectNode shape(StaticList list) {
        return Replies.object()
                .put("id", list.id())
                .put("name", list.name())
                .put("workspaceName", "Default")
                .put("createdAt", Dates.lead(list.createdAt()))
                .put("updatedAt", Dates.lead(list.createdAt()));
    }

    private static ObjectNode asset(StaticList list) {
        ObjectNode shape = Replies.object()
                .put("id", list.id())
                .put("name", list.name())
                .put("description", "")
                .put("url", "https://app-sandbox.marketo.example/#ST" + list.id() + "A1")
                .put("createdAt", Dates.asset(list.createdAt()))
                .put("updatedAt", Dates.asset(list.createdAt()));
        shape.putObject("folder").put("id", 12).put("type", "Folder");
        return shape.put("workspace", "Default");
    }
}
