package io.onefunnel.sandbox.marketo.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.RowFaults;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Describe, query, sync and delete of one record type beside the leads: all of them work alike. */
public final class ObjectCalls {
    private static final Set<String> ACTIONS = Set.of("createOrUpdate", "createOnly", "updateOnly");
    private static final int MOST_FILTER_VALUES = 300;

    private final ObjectKind kind;
    private final CrmObjects objects;
    private final FieldSchema schema;
    private int nextId = 3433;

    public ObjectCalls(ObjectKind kind, CrmObjects objects) {
        this.kind = kind;
        this.objects = objects;
        this.schema = objects.schema(kind);
    }

    /** Adds the four endpoints of the record type. */
    public void serve(Routes routes) {
        String path = "rest/v1/" + kind.path();
        routes.on("GET", path + "/describe.json", "describe " + kind.singular(), this::describe)
                .on("GET", path + ".json", "query " + kind.singular(), this::query)
                .on("POST", path + ".json", "sync " + kind.singular(), this::sync)
                .on("POST", path + "/delete.json", "delete " + kind.singular(), this::delete);
    }

    private HttpAnswer describe(ApiCall call) {
        refuseRead();
        ObjectNode shape = Replies.object()
                .put("name", kind.singular())
                .put("displayName", kind.singular())
                .put("createdAt", Dates.lead(Dates.INSTANCE_MADE))
                .put("updatedAt", Dates.lead(Dates.INSTANCE_MADE))
                .put("idField", kind.idField());
        ArrayNode dedupe = shape.putArray("dedupeFields");
        kind.dedupeFields().forEach(dedupe::add);
        ArrayNode searchable = shape.putArray("searchableFields");
        // A compound key is searched by as a whole: "Opportunity Roles", "Describe".
        if (kind.dedupeFields().size() > 1) searchable.addArray().addAll(dedupe.deepCopy());
        shape.putArray("relationships");
        ArrayNode fields = shape.putArray("fields");
        for (SchemaField field : schema.all()) {
            if (field.searchable()) searchable.addArray().add(field.name());
            ObjectNode one = fields.addObject()
                    .put("name", field.name())
                    .put("displayName", field.displayName())
                    .put("dataType", field.dataType());
            field.length().ifPresent(length -> one.put("length", length));
            one.put("updateable", !field.readOnly() && !field.key()).put("crmManaged", false);
        }
        return Replies.result(call, shape);
    }

    private HttpAnswer sync(ApiCall call) {
        refuseWrite();
        String action = call.text("action", "createOrUpdate");
        if (!ACTIONS.contains(action)) {
            throw new Refusal("1003", "Invalid value for field 'action' and value '" + action + "'");
        }
        boolean byId = byId(call, "dedupeBy");
        if (byId && !action.equals("updateOnly")) {
            throw new Refusal("1003", "dedupeBy idField is for updateOnly");
        }
        Origin origin = Origin.api("sync" + kind.singular(), call.requestId());
        RowFaults rowFaults = RowFaults.of(objects.faults(), call);
        Set<String> seen = new HashSet<>();
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            try {
                rowFaults.next();
                Map<String, String> sent = sent(record);
                String key = byId ? keyOf(record) : key(record);
                if (!seen.add(key)) throw new SkippedRow("1036", "Duplicate object in input");
                rows.add(write(key, sent, action, row, origin));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    private HttpAnswer query(ApiCall call) {
        refuseRead();
        List<String> fields = fields(call);
        List<CrmObject> found = call.body().path("input").isArray() ? byKeys(call) : byField(call);
        int[] seq = {0};
        return Replies.page(call, Page.of(call, found, each -> shape(each, fields, seq[0]++)));
    }

    private HttpAnswer delete(ApiCall call) {
        refuseWrite();
        boolean byId = byId(call, "deleteBy");
        RowFaults rowFaults = RowFaults.of(objects.faults(), call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            try {
                rowFaults.next();
                rows.add(delete(byId ? keyOf(record) : key(record), row));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    public int size() {
        return objects.records(kind).size();
    }

    public Map<String, String> find(String key) {
        return objects.find(kind, key).map(CrmObject::all).orElse(Map.of());
    }

    /** A change in the vendor's own screen. */
    public void edit(String key, Map<String, String> fields) {
        objects.find(kind, key)
                .orElseThrow(() -> new IllegalArgumentException("no " + kind.singular() + " " + key))
                .set(fields, objects.database().now());
    }

    private ObjectNode write(String key, Map<String, String> sent, String action, ObjectNode row, Origin origin) {
        Optional<CrmObject> held = objects.find(kind, key);
        if (held.isEmpty() && action.equals("updateOnly")) throw new SkippedRow("1013", "Record not found");
        if (held.isPresent() && action.equals("createOnly")) throw new SkippedRow("1017", "Object already exists");
        requireNames(sent, held.isEmpty());
        objects.checkReferences(kind, sent);
        CrmObject record = held.orElseGet(this::born);
        boolean repeated = held.isPresent() && WriteAudit.repeats(record.all(), sent);
        boolean changed = record.set(sent, objects.database().now());
        objects.records(kind).put(key, record);
        String what = held.isEmpty() ? "create" : "set";
        objects.audit().wrote(objects.database().now(), what, kind.singular(), key, sent, repeated);
        if (changed || held.isEmpty()) objects.changed(kind, record, held.isEmpty(), origin);
        return identified(row.put("status", held.isEmpty() ? "created" : "updated"), record);
    }

    private ObjectNode delete(String key, ObjectNode row) {
        CrmObject record = objects.find(kind, key).orElseThrow(() -> new SkippedRow("1013", "Record not found"));
        objects.checkUnused(kind, record);
        objects.records(kind).remove(key);
        objects.deleted(kind, record);
        objects.audit().wrote(objects.database().now(), "delete", kind.singular(), key, Map.of(), false);
        return identified(row, record).put("status", "deleted");
    }

    private Map<String, String> sent(JsonNode record) {
        Map<String, String> sent = new LinkedHashMap<>();
        record.properties().forEach(each -> {
            String name = each.getKey();
            SchemaField field = schema.find(name).orElseThrow(() -> notFound(name));
            if (name.equals(kind.idField())) return;
            if (field.readOnly()) throw notFound(name);
            sent.put(name, field.stored(each.getValue()).orElse(""));
        });
        return sent;
    }

    /** "name" must not be null: "Opportunities", "Create and Update". */
    private void requireNames(Map<String, String> sent, boolean creating) {
        for (SchemaField field : schema.all()) {
            if (!field.required()) continue;
            boolean named = sent.containsKey(field.name());
            if (named ? sent.getOrDefault(field.name(), "").isEmpty() : creating) {
                throw new SkippedRow("1002", "Missing value for required parameter '" + field.name() + "'");
            }
        }
    }

    private String key(JsonNode record) {
        List<String> parts = new ArrayList<>();
        for (String field : kind.dedupeFields()) {
            String value = schema.get(field).stored(record.path(field)).orElse("");
            if (value.isEmpty()) throw new SkippedRow("1003", "Value for dedupe field '" + field + "' not found");
            parts.add(value);
        }
        return String.join("/", parts);
    }

    /** The key of the record that has the id in {@code record}. */
    private String keyOf(JsonNode record) {
        String id = record.path(kind.idField()).asText("");
        return objects.records(kind).entrySet().stream()
                .filter(each -> each.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new SkippedRow("1013", "Record not found"));
    }

    private List<CrmObject> byKeys(ApiCall call) {
        List<CrmObject> found = new ArrayList<>();
        for (JsonNode key : call.input()) objects.find(kind, key(key)).ifPresent(found::add);
        return found;
    }

    private List<CrmObject> byField(ApiCall call) {
        String field = searchField(call.required("filterType"));
        call.required("filterValues");
        Set<String> wanted = new HashSet<>(call.list("filterValues"));
        if (wanted.size() > MOST_FILTER_VALUES) throw new Refusal("1003", "Too many filter values, at most 300");
        if (kind.dedupeFields().equals(List.of(field))) {
            return call.list("filterValues").stream()
                    .distinct()
                    .flatMap(key -> objects.find(kind, key).stream())
                    .toList();
        }
        return objects.records(kind).values().stream()
                .filter(each -> wanted.contains(String.valueOf(each.get(field))))
                .toList();
    }

    private String searchField(String filterType) {
        if (filterType.equals("idField")) return kind.idField();
        if (filterType.equals("dedupeFields") && kind.dedupeFields().size() == 1) {
            return kind.dedupeFields().get(0);
        }
        if (schema.find(filterType).filter(SchemaField::searchable).isEmpty()) {
            throw new Refusal("1003", "Invalid filterType '" + filterType + "'");
        }
        return filterType;
    }

    /** The fields a query asks for; key, id and stamps where it asks for none. */
    private List<String> fields(ApiCall call) {
        Set<String> fields = new LinkedHashSet<>();
        for (JsonNode each : call.body().path("fields")) fields.add(each.asText());
        fields.addAll(call.list("fields"));
        for (String name : fields) {
            if (schema.find(name).isEmpty()) throw new Refusal("1006", "Field '" + name + "' not found");
        }
        if (fields.isEmpty()) {
            fields.addAll(kind.dedupeFields());
            fields.addAll(List.of("createdAt", "updatedAt"));
        }
        return List.copyOf(fields);
    }

    private ObjectNode shape(CrmObject record, List<String> fields, int seq) {
        ObjectNode shape = identified(Replies.object().put("seq", seq), record);
        for (String name : fields) shape.set(name, schema.get(name).shown(record.get(name)));
        return shape;
    }

    private ObjectNode identified(ObjectNode row, CrmObject record) {
        return row.set(kind.idField(), schema.get(kind.idField()).shown(record.id()));
    }

    private CrmObject born() {
        String id = kind.idField().equals("id")
                ? Integer.toString(nextId++)
                : UUID.randomUUID().toString();
        return new CrmObject(kind, id, objects.database().now());
    }

    private static boolean byId(ApiCall call, String parameter) {
        String by = call.text(parameter, "dedupeFields");
        if (by.equals("dedupeFields")) return false;
        if (by.equals("idField")) return true;
        throw new Refusal("1003", "Invalid value for field '" + parameter + "' and value '" + by + "'");
    }

    private void refuseWrite() {
        if (kind.ofCrm() && objects.settings().on("nativeSync")) throw new Refusal("1018", "CRM Enabled");
    }

    /** The documents disagree on whether a native sync closes reads too; the setting decides. */
    private void refuseRead() {
        if (!objects.settings().on("nativeSyncReads")) refuseWrite();
    }

    private static SkippedRow notFound(String field) {
        return new SkippedRow("1006", "Field '" + field + "' not found");
    }
}
