package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.call.Parallel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Leads as they are now, with the fields that the mapping names and the instance has. */
final class MappedLeads {
    private final Mapping.Type type;
    private final Parallel parallel;
    private final LeadReader leads;
    private final LeadFields fields;
    private final ChangeFactory factory;

    MappedLeads(MarketoConnection connection, Mapping.Type type, ChangeFactory factory) {
        this.type = type;
        this.parallel = connection.reading().parallel();
        this.leads = connection.leads();
        this.fields = connection.fields();
        this.factory = factory;
    }

    /** The living leads of these ids, in any order. */
    List<Change> present(Collection<String> ids) {
        return present(ids, asked());
    }

    /** The same of one batch, begun now. */
    Future<List<Change>> begin(List<String> ids) {
        List<String> asked = asked();
        return parallel.start(() -> present(ids, asked));
    }

    /** What came of batches that were begun. */
    List<List<Change>> results(List<Future<List<Change>>> begun) {
        return parallel.results(begun);
    }

    /** The mapped fields that exist, as of the last look at them. */
    List<String> fields() {
        return fields.known(MappedType.names(type));
    }

    /** What to ask for: the mapped fields that exist, and the stamp. */
    List<String> asked() {
        List<String> asked = new ArrayList<>(fields());
        if (!asked.contains("updatedAt")) asked.add("updatedAt");
        return asked;
    }

    /** @param asked which fields stand in the row unless they are empty */
    Change change(String id, Map<String, String> row, Collection<String> asked) {
        return factory.present(type, id, row.getOrDefault("updatedAt", ""), row, asked);
    }

    /** A row that cannot be understood, told so that it is not merely missing. */
    Change unreadable(String id, Map<String, String> row, String why) {
        return factory.unreadable(factory.person(id.isEmpty() ? "unknown" : id), row.toString(), why);
    }

    private List<Change> present(Collection<String> ids, List<String> asked) {
        List<Change> present = new ArrayList<>();
        leads.values(ids, asked).forEach((id, values) -> present.add(change(id, values, asked)));
        return present;
    }
}
