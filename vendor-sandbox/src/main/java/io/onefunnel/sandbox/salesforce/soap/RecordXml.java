package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.soql.Path;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.WireValue;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of an answer: the type, the id twice, the selected fields in their order, parents as records of their own. */
final class RecordXml {
    private final OrgStore store;

    RecordXml(OrgStore store) {
        this.store = store;
    }

    void write(XmlWriter out, Query query, Row row) {
        List<Path> paths = query.select().stream().map(Query.Column::path).toList();
        boolean withId = paths.stream().anyMatch(path -> path.toString().equals("Id"));
        out.open("records", "xsi:type=\"sf:sObject\"");
        out.text("sf:type", query.from().name());
        out.text("sf:Id", withId ? row.id() : null);
        if (withId) out.text("sf:Id", row.id());
        Set<String> written = new HashSet<>();
        for (Path path : paths) {
            if (!path.parents().isEmpty()) {
                Field reference = path.parents().get(0);
                if (written.add(relation(reference))) parent(out, reference, row, below(paths, reference));
            } else if (!path.leaf().equals("Id") && written.add(path.leaf())) {
                out.text("sf:" + path.leaf(), WireValue.text(path.type(), path.value(query.from(), row, store)));
            }
        }
        out.close("records");
    }

    void writeAggregate(XmlWriter out, Map<String, @Nullable String> values) {
        out.open("records", "xsi:type=\"sf:sObject\"");
        out.text("sf:type", "AggregateResult").text("sf:Id", null);
        values.forEach((name, value) -> out.text("sf:" + name, value));
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

    /** The tails of the paths that lead through {@code reference}. */
    private static List<Path> below(List<Path> paths, Field reference) {
        List<Path> tails = new ArrayList<>();
        for (Path path : paths) {
            if (path.parents().isEmpty() || !path.parents().get(0).equals(reference)) continue;
            tails.add(new Path(path.parents().subList(1, path.parents().size()), path.leaf(), path.type()));
        }
        return tails;
    }

    private void parent(XmlWriter out, Field reference, Row row, List<Path> paths) {
        String element = "sf:" + relation(reference);
        Row parent = store.row(row.value(reference)).orElse(null);
        if (parent == null) {
            out.text(element, null);
            return;
        }
        var type = store.schema().typeOfId(parent.id()).orElseThrow();
        boolean withId = paths.stream().anyMatch(path -> path.toString().equals("Id"));
        out.open(element, "xsi:type=\"sf:sObject\"");
        // A parent that may be of several objects shows itself as the pseudo object Name.
        out.text("sf:type", reference.isPolymorphic() ? "Name" : type.name());
        out.text("sf:Id", withId ? parent.id() : null);
        if (withId) out.text("sf:Id", parent.id());
        Map<String, Boolean> written = new LinkedHashMap<>();
        for (Path path : paths) {
            if (!path.parents().isEmpty()) {
                Field further = path.parents().get(0);
                if (written.put(relation(further), true) == null) parent(out, further, parent, below(paths, further));
            } else if (!path.leaf().equals("Id")) {
                String value = path.leaf().equals("Type") && reference.isPolymorphic()
                        ? type.name()
                        : path.value(type, parent, store);
                out.text("sf:" + path.leaf(), WireValue.text(path.type(), value));
            }
        }
        out.close(element);
    }

    private static String relation(Field reference) {
        return Objects.requireNonNull(reference.relationship());
    }
}
