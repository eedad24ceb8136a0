package io.onefunnel.salesforce.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.client.ValueParser;
import io.onefunnel.salesforce.write.SObjectBuilder;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The records of a merge as they were: all that can be read of them, not only what is mapped, and what hung on them. It
 * is all that is left of a loser's values once it has left the bin.
 */
final class SnapshotContent {
    /**
     * One child as it was.
     *
     * @param values what it can be made anew from; empty where it can be moved
     */
    record ChildThen(String type, String id, String reference, String parent, Map<String, String> values) {}

    private final JsonNode content;

    private SnapshotContent(JsonNode content) {
        this.content = content;
    }

    static SnapshotContent of(MergeSnapshot snapshot) {
        try {
            return new SnapshotContent(Json.MAPPER.readTree(snapshot.content()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a snapshot of the Salesforce adapter", e);
        }
    }

    static MergeSnapshot take(WriteContext context, MergeableType type, Merge merge) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        content.put("type", type.name());
        winning(content.putObject("winning"), context, type, merge);
        List<String> ids = Stream.concat(Stream.of(merge.on()), merge.losers().stream())
                .map(SourceRef::id)
                .toList();
        records(content.putObject("records"), context, type, ids);
        children(content.putArray("children"), content.putArray("unread"), context, type, ids);
        return new MergeSnapshot(merge.on(), merge.losers(), content.toString());
    }

    /** What the merge set on the survivor, under the vendor's names; empty text where it blanked. */
    Map<String, String> winning() {
        return texts(content.path("winning"));
    }

    /** What a record held; empty fields are left out. */
    Map<String, String> record(String id) {
        return texts(content.path("records").path(id));
    }

    boolean has(String id) {
        return content.path("records").has(id);
    }

    List<ChildThen> children() {
        List<ChildThen> children = new ArrayList<>();
        for (JsonNode child : content.path("children")) {
            children.add(new ChildThen(
                    child.path("type").asText(),
                    child.path("id").asText(),
                    child.path("reference").asText(),
                    child.path("parent").asText(),
                    texts(child.path("values"))));
        }
        return children;
    }

    /** References that could not be read, and so are not in the snapshot. */
    List<String> unread() {
        List<String> unread = new ArrayList<>();
        content.path("unread").forEach(each -> unread.add(each.asText()));
        return unread;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private static void winning(ObjectNode into, WriteContext context, MergeableType type, Merge merge) {
        Optional<SObject> sent = new SObjectBuilder(context.schema())
                .setting(merge.on(), merge.winning())
                .record();
        if (sent.isEmpty()) return;
        for (Field field : type.object().getFields()) {
            Object value = sent.get().getField(field.getName());
            if (value != null && !field.getName().equals("Id")) {
                into.put(field.getName(), canonical(field, value.toString()));
            }
        }
        String[] blanked = sent.get().getFieldsToNull();
        if (blanked != null) for (String name : blanked) into.put(name, "");
    }

    private static void records(ObjectNode into, WriteContext context, MergeableType type, List<String> ids) {
        List<String> columns = type.columns();
        for (List<String> chunk : Chunks.of(ids, Soql.MOST_IDS)) {
            for (SObject row : context.rows("read " + type.name(), Soql.byId(columns, type.name(), chunk))) {
                ObjectNode record = into.putObject(RecordIds.to18(row.getId()));
                values(type.object(), columns, row).forEach(record::put);
            }
        }
    }

    private static void children(
            ArrayNode into, ArrayNode unread, WriteContext context, MergeableType type, List<String> ids) {
        Map<MergeableType.Child, List<SObject>> found = new ConcurrentHashMap<>();
        context.parallel()
                .each(
                        type.children(),
                        child -> rows(context, child, child.columns(), ids).ifPresent(rows -> found.put(child, rows)));
        for (MergeableType.Child child : type.children()) {
            List<SObject> rows = found.get(child);
            if (rows == null) {
                unread.add(child.type() + "." + child.reference());
                continue;
            }
            for (SObject row : rows) {
                ObjectNode node = into.addObject()
                        .put("type", child.type())
                        .put("id", RecordIds.to18(row.getId()))
                        .put("reference", child.reference())
                        .put("parent", RecordIds.to18(String.valueOf(row.getField(child.reference()))));
                if (child.way() == MergeableType.Way.MAKE_ANEW) {
                    values(child.object(), child.columns(), row).forEach(node.withObject("/values")::put);
                }
            }
        }
    }

    /** Live children of these; empty when the org does not let such rows be queried like that. */
    static Optional<List<SObject>> rows(
            WriteContext context, MergeableType.Child child, List<String> columns, List<String> parents) {
        List<SObject> rows = new ArrayList<>();
        try {
            for (List<String> chunk : Chunks.of(parents, Soql.MOST_IDS)) {
                String soql = Soql.pointing(columns, child.type(), child.reference(), chunk)
                        + (child.hasBin() ? " AND IsDeleted = false" : "");
                rows.addAll(context.rows("read " + child.type(), soql));
            }
            return Optional.of(rows);
        } catch (AdapterException e) {
            if (ErrorScope.isTemporary(e) || ErrorScope.stopsAll(e)) throw e;
            return Optional.empty();
        }
    }

    static Map<String, String> values(DescribeSObjectResult object, List<String> columns, SObject row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : columns) {
            String value = QueryRows.text(row, column);
            Field field = MergeableType.field(object, column).orElse(null);
            if (value != null && !value.isEmpty() && field != null) values.put(column, canonical(field, value));
        }
        return values;
    }

    static String canonical(Field field, String value) {
        try {
            return ValueParser.of(field.getType()).canonical(value).strip();
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
