package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.client.ValueParser;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Change.FieldChange;
import io.onefunnel.spi.call.Chunks;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Earlier values of fields, for whole pages of records at once. History rows are found by their parents and not by a
 * stamp of their own: some history objects have none, and a record whose history grew has moved itself.
 */
public final class FieldHistories {
    // 21 characters for each id: well below the 100,000 that a query may have.
    private static final int CHUNK = 2_000;
    /** Kept for every opportunity, whatever is tracked: a snapshot of these fields at each change of one of them. */
    private static final Set<String> IN_SNAPSHOTS = Set.of("StageName", "Amount", "Probability", "CloseDate");

    private static final String OPPORTUNITY = "Opportunity";
    private static final String CUSTOM = "__c";

    /** Where a type's changes are kept. */
    private record Log(String name, String parent) {
        static Log of(String type) {
            if (type.equals(OPPORTUNITY)) return new Log("OpportunityFieldHistory", "OpportunityId");
            if (type.endsWith(CUSTOM)) {
                return new Log(type.substring(0, type.length() - CUSTOM.length()) + "__History", "ParentId");
            }
            return new Log(type + "History", type + "Id");
        }
    }

    /** Logs that our user may not see: records come without their history then. */
    private final Set<String> unseen = ConcurrentHashMap.newKeySet();

    /** The same changes, with the history that the mapping asks for. */
    List<Change> with(SalesforceClient client, MappedType type, List<Change> changes) {
        List<String> fields = type.history();
        if (fields.isEmpty()) return changes;
        List<String> ids = changes.stream()
                .filter(Change.Present.class::isInstance)
                .map(change -> change.ref().id())
                .distinct()
                .toList();
        if (ids.isEmpty()) return changes;
        Map<String, List<FieldChange>> history = new HashMap<>();
        boolean hasSnapshots = type.name().equals(OPPORTUNITY);
        List<String> inSnapshots =
                hasSnapshots ? fields.stream().filter(IN_SNAPSHOTS::contains).toList() : List.of();
        List<String> tracked =
                fields.stream().filter(field -> !inSnapshots.contains(field)).toList();
        for (List<String> chunk : Chunks.of(ids, CHUNK)) {
            if (!inSnapshots.isEmpty()) snapshots(client, type, chunk, inSnapshots, history);
            if (!tracked.isEmpty()) tracked(client, type, chunk, tracked, history);
        }
        if (history.isEmpty()) return changes;
        return changes.stream()
                .map(change -> change instanceof Change.Present present ? with(present, history) : change)
                .toList();
    }

    private static Change with(Change.Present present, Map<String, List<FieldChange>> history) {
        List<FieldChange> own = history.get(present.ref().id());
        if (own == null) return present;
        return new Change.Present(
                present.ref(),
                present.type(),
                present.version(),
                present.fields(),
                present.fetched(),
                present.links(),
                own);
    }

    private void tracked(
            SalesforceClient client,
            MappedType type,
            List<String> ids,
            List<String> fields,
            Map<String, List<FieldChange>> into) {
        Log log = Log.of(type.name());
        // References are logged by the name of their relationship: "Owner".
        Map<String, String> byLogged = new LinkedHashMap<>();
        for (String field : fields) byLogged.put(logged(type, field), field);
        String soql = Soql.pointing(
                        List.of(log.parent(), "Field", "OldValue", "NewValue", "CreatedDate"),
                        log.name(),
                        log.parent(),
                        ids)
                + " AND Field IN " + Soql.list(byLogged.keySet())
                + " ORDER BY " + log.parent() + ", CreatedDate, Id";
        for (SObject row : rows(client, log.name(), soql)) {
            String field = byLogged.get(String.valueOf(QueryRows.text(row, "Field")));
            if (field == null) continue;
            String from = value(type, field, row, "OldValue");
            String to = value(type, field, row, "NewValue");
            // A change of owner is logged twice, by names and by ids: the names are not unique.
            if (isReference(type, field) && !RecordIds.isId(from.isEmpty() ? to : from)) continue;
            add(into, row, log.parent(), new FieldChange(field, from, to, at(row)));
        }
    }

    private void snapshots(
            SalesforceClient client,
            MappedType type,
            List<String> ids,
            List<String> fields,
            Map<String, List<FieldChange>> into) {
        String log = "OpportunityHistory";
        String parent = "OpportunityId";
        List<String> columns = new ArrayList<>(List.of(parent, "CreatedDate"));
        columns.addAll(fields);
        String soql = Soql.pointing(columns, log, parent, ids) + " ORDER BY " + parent + ", CreatedDate, Id";
        String of = "";
        Map<String, String> before = new HashMap<>();
        for (SObject row : rows(client, log, soql)) {
            String id = String.valueOf(QueryRows.text(row, parent));
            if (!id.equals(of)) before.clear();
            of = id;
            for (String field : fields) {
                String to = value(type, field, row, field);
                String from = before.getOrDefault(field, "");
                before.put(field, to);
                if (!to.equals(from)) add(into, row, parent, new FieldChange(field, from, to, at(row)));
            }
        }
    }

    private List<SObject> rows(SalesforceClient client, String log, String soql) {
        if (unseen.contains(log)) return List.of();
        try {
            return QueryRows.all(client, "history " + log, soql);
        } catch (AdapterException e) {
            if (!ErrorScope.isOfOneObject(e)) throw e;
            unseen.add(log);
            return List.of();
        }
    }

    private static void add(Map<String, List<FieldChange>> into, SObject row, String parent, FieldChange change) {
        String id = RecordIds.to18(String.valueOf(QueryRows.text(row, parent)));
        into.computeIfAbsent(id, first -> new ArrayList<>()).add(change);
    }

    private static String logged(MappedType type, String field) {
        return isReference(type, field) && field.endsWith("Id") && !field.endsWith(CUSTOM)
                ? field.substring(0, field.length() - "Id".length())
                : field;
    }

    private static boolean isReference(MappedType type, String field) {
        int position = type.position(field);
        return position >= 0 && type.parser(position) == ValueParser.ID;
    }

    /** Old and new values are of any type: what does not look like a value of the field stays as it is. */
    private static String value(MappedType type, String field, SObject row, String column) {
        String value = QueryRows.text(row, column);
        if (value == null || value.isEmpty()) return "";
        int position = type.position(field);
        try {
            return position < 0 ? value : type.parser(position).canonical(value);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static Instant at(SObject row) {
        return OffsetDateTime.parse(String.valueOf(QueryRows.text(row, "CreatedDate")))
                .toInstant();
    }
}
