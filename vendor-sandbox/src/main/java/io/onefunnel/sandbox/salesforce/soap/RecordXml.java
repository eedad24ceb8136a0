package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Path;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.QueryRunner;
import io.onefunnel.sandbox.salesforce.soql.WireValue;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of an answer: the type, the id twice, the selected fields in their order, parents as records of their own. */
final class RecordXml {
    private final OrgStore store;
    private final QueryRunner runner;

    RecordXml(OrgStore store, QueryRunner runner) {
        this.store = store;
        this.runner = runner;
    }

    void write(XmlWriter out, Query query, Row row, Access access) {
        List<Path> paths = query.columns().stream().map(Query.Column::path).toList();
        start(out, "records", query.from().name(), row, paths);
        values(out, query.from(), row, paths);
        for (Query.Selected each : query.select()) {
            if (each instanceof Query.Children children) children(out, children, row, access);
            if (each instanceof Query.TypeOf typeOf) typeOf(out, typeOf, row);
        }
        out.close("records");
    }

    void writeAggregate(XmlWriter out, Query query, Map<String, @Nullable String> values) {
        out.open("records", "xsi:type=\"sf:sObject\"");
        out.text("sf:type", "AggregateResult").text("sf:Id", null);
        for (Query.Column column : query.columns()) {
            out.text("sf:" + column.shown(), WireValue.text(column.type(), values.get(column.shown())));
        }
        out.close("records");
    }

    /** A record for retrieve: the named fields of one object. */
    void writeFields(XmlWriter out, String element, String type, Row row, List<Field> fields) {
        out.open(element, "xsi:type=\"sf:sObject\"");
        out.text("sf:type", type).text("sf:Id", row.id());
        for (Field field : fields) {
            if (field.isId()) {
                out.text("sf:Id", row.id());
            } else {
                out.text("sf:" + field.name(), WireValue.text(field.type(), row.value(field)));
            }
        }
        out.close(element);
    }

    private void children(XmlWriter out, Query.Children children, Row parent, Access access) {
        List<Row> rows = runner.children(children, parent, false, access);
        String element = "sf:" + children.name();
        if (rows.isEmpty()) {
            out.text(element, null);
            return;
        }
        out.open(element, "xsi:type=\"QueryResult\"").flag("done", true).text("queryLocator", null);
        for (Row row : rows) write(out, children.query(), row, access);
        out.number("size", rows.size()).close(element);
    }

    private void typeOf(XmlWriter out, Query.TypeOf typeOf, Row row) {
        String element = "sf:" + relation(typeOf.reference());
        Row parent = store.row(row.value(typeOf.reference())).orElse(null);
        if (parent == null) {
            out.text(element, null);
            return;
        }
        ObjectType type = store.schema().typeOfId(parent.id()).orElseThrow();
        List<Path> paths = typeOf.paths(type);
        start(out, element, type.name(), parent, paths);
        values(out, type, parent, paths);
        out.close(element);
    }

    /** The type, and the id twice when it was asked for, as in recorded answers. */
    private static void start(XmlWriter out, String element, String type, Row row, List<Path> paths) {
        boolean withId = paths.stream()
                .anyMatch(path -> path.parents().isEmpty() && path.leaf().equals("Id"));
        String id = withId ? row.id() : null;
        out.open(element, "xsi:type=\"sf:sObject\"").text("sf:type", type).text("sf:Id", id);
        if (withId) out.text("sf:Id", id);
    }

    private void values(XmlWriter out, ObjectType type, Row row, List<Path> paths) {
        Set<String> written = new HashSet<>();
        for (Path path : paths) {
            if (!path.parents().isEmpty()) {
                Field reference = path.parents().get(0);
                if (written.add(relation(reference))) parent(out, reference, row, below(paths, reference));
            } else if (!path.leaf().equals("Id") && written.add(path.leaf())) {
                out.text("sf:" + path.leaf(), WireValue.text(path.type(), path.value(type, row, store)));
            }
        }
    }

    private void parent(XmlWriter out, Field reference, Row row, List<Path> paths) {
        String element = "sf:" + relation(reference);
        Row parent = store.row(row.value(reference)).orElse(null);
        if (parent == null) {
            out.text(element, null);
            return;
        }
        ObjectType type = store.schema().typeOfId(parent.id()).orElseThrow();
        // A parent that may be of several objects shows itself as the pseudo object Name.
        start(out, element, reference.isPolymorphic() ? "Name" : type.name(), parent, paths);
        List<Path> plain = paths;
        if (reference.isPolymorphic()) {
            boolean named = paths.stream()
                    .anyMatch(path -> path.parents().isEmpty() && path.leaf().equals("Type"));
            plain = paths.stream().filter(path -> !path.leaf().equals("Type")).toList();
            if (named) out.text("sf:Type", type.name());
        }
        values(out, type, parent, plain);
        out.close(element);
    }

    /** The tails of the paths that lead through {@code reference}. */
    private static List<Path> below(List<Path> paths, Field reference) {
        List<Path> tails = new ArrayList<>();
        for (Path path : paths) {
            boolean through = !path.parents().isEmpty() && path.parents().get(0).equals(reference);
            if (through) tails.add(path.tail());
        }
        return tails;
    }

    private static String relation(Field reference) {
        return Objects.requireNonNull(reference.relationship());
    }
}
