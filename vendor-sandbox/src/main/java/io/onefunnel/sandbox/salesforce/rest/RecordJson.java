package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Path;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.QueryRunner;
import io.onefunnel.sandbox.salesforce.soql.WireValue;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as REST writes them: typed values, attributes first, parents nested, null when there is none. */
final class RecordJson {
    private final OrgStore store;
    private final QueryRunner runner;
    private final JsonMapper json;

    RecordJson(OrgStore store, QueryRunner runner, JsonMapper json) {
        this.store = store;
        this.runner = runner;
        this.json = json;
    }

    ObjectNode record(Query query, Row row, String version, Access access) {
        ObjectNode record = started(query.from(), row, version);
        for (Query.Selected each : query.select()) {
            if (each instanceof Query.Column column) put(record, query.from(), row, column.path(), 0, version);
            if (each instanceof Query.Children children) children(record, children, row, version, access);
            if (each instanceof Query.TypeOf typeOf) typeOf(record, typeOf, row, version);
        }
        return record;
    }

    private void children(ObjectNode into, Query.Children children, Row parent, String version, Access access) {
        List<Row> rows = runner.children(children, parent, false, access);
        if (rows.isEmpty()) {
            into.putNull(children.name());
            return;
        }
        ObjectNode nested = into.putObject(children.name());
        nested.put("totalSize", rows.size()).put("done", true);
        ArrayNode records = nested.putArray("records");
        for (Row row : rows) records.add(record(children.query(), row, version, access));
    }

    private void typeOf(ObjectNode into, Query.TypeOf typeOf, Row row, String version) {
        String relation = Objects.requireNonNull(typeOf.reference().relationship());
        Row parent = store.row(row.value(typeOf.reference())).orElse(null);
        if (parent == null) {
            into.putNull(relation);
            return;
        }
        ObjectType type = store.schema().typeOfId(parent.id()).orElseThrow();
        ObjectNode nested = started(type, parent, version);
        for (Path path : typeOf.paths(type)) put(nested, type, parent, path, 0, version);
        into.set(relation, nested);
    }

    ObjectNode record(ObjectType type, Row row, List<Field> fields, String version) {
        ObjectNode record = started(type, row, version);
        for (Field field : fields) set(record, field.name(), field.type(), row.value(field));
        return record;
    }

    ObjectNode aggregate(Query query, Map<String, @Nullable String> values) {
        ObjectNode record = json.createObjectNode();
        record.putObject("attributes").put("type", "AggregateResult");
        for (Query.Column column : query.columns()) {
            set(record, column.shown(), column.type(), values.get(column.shown()));
        }
        return record;
    }

    private ObjectNode started(ObjectType type, Row row, String version) {
        ObjectNode record = json.createObjectNode();
        record.putObject("attributes")
                .put("type", type.name())
                .put("url", "/services/data/v" + version + "/sobjects/" + type.name() + "/" + row.id());
        return record;
    }

    private void put(ObjectNode into, ObjectType type, Row row, Path path, int depth, String version) {
        if (depth == path.parents().size()) {
            Path leaf = new Path(List.of(), path.leaf(), path.type(), path.function());
            set(into, path.leaf(), path.type(), leaf.value(type, row, store));
            return;
        }
        Field reference = path.parents().get(depth);
        String relation = Objects.requireNonNull(reference.relationship());
        Row parent = store.row(row.value(reference)).orElse(null);
        if (parent == null) {
            into.putNull(relation);
            return;
        }
        ObjectType parentType = store.schema().typeOfId(parent.id()).orElseThrow();
        ObjectNode nested = into.get(relation) instanceof ObjectNode known
                ? known
                : into.set(relation, started(parentType, parent, version)).withObject("/" + relation);
        boolean objectName = depth + 1 == path.parents().size()
                && reference.isPolymorphic()
                && path.leaf().equals("Type");
        if (objectName) {
            nested.put("Type", parentType.name());
        } else {
            put(nested, parentType, parent, path, depth + 1, version);
        }
    }

    private void set(ObjectNode into, String name, FieldType type, @Nullable String value) {
        if (value == null) {
            into.putNull(name);
            return;
        }
        switch (type) {
            case COMPLEXVALUE -> into.set(name, tree(value));
            case BOOLEAN -> into.put(name, Boolean.parseBoolean(value));
            case INT -> into.put(name, Integer.parseInt(value));
            case DOUBLE, CURRENCY, PERCENT ->
                into.put(name, new BigDecimal(String.valueOf(WireValue.text(type, value))));
            default -> into.put(name, WireValue.json(type, value));
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a complex value is JSON: " + text, e);
        }
    }
}
