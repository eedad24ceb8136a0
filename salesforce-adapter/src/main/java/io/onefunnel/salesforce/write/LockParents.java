package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose record the org locks together with a row. Rows of one parent belong into one call: in two calls side by side
 * they wait for each other until one of them is refused.
 */
final class LockParents {
    private static final Map<String, String> REFERENCE = Map.of(
            "Contact", "AccountId",
            "Opportunity", "AccountId",
            "Account", "ParentId",
            "Task", "WhoId",
            "Event", "WhoId",
            "CampaignMember", "CampaignId",
            "OpportunityContactRole", "OpportunityId");

    private final WriteContext context;

    LockParents(WriteContext context) {
        this.context = context;
    }

    /** By object and parent, as far as the rows tell it themselves. */
    static Comparator<UpdateBatches.Row> order() {
        return Comparator.comparing((UpdateBatches.Row row) -> row.record().getType())
                .thenComparing(UpdateBatches.Row::parent);
    }

    /** The same after asking the org for the parents that are not known. */
    List<UpdateBatches.Row> together(List<UpdateBatches.Row> rows) {
        if (rows.size() < 2) return rows;
        Map<String, String> found = parents(rows);
        return rows.stream()
                .map(row -> row.parent().isEmpty()
                        ? row.under(
                                found.getOrDefault(String.valueOf(row.record().getId()), ""))
                        : row)
                .sorted(order())
                .toList();
    }

    private Map<String, String> parents(List<UpdateBatches.Row> rows) {
        Map<String, List<String>> unknown = new LinkedHashMap<>();
        for (UpdateBatches.Row row : rows) {
            if (!row.parent().isEmpty() || row.record().getId() == null) continue;
            unknown.computeIfAbsent(row.record().getType(), type -> new ArrayList<>())
                    .add(row.record().getId());
        }
        Map<String, String> parents = new HashMap<>();
        unknown.forEach((type, ids) -> reference(type).ifPresent(reference -> {
            for (List<String> chunk : Chunks.of(ids, Soql.MOST_IDS)) read(type, reference, chunk, parents);
        }));
        return parents;
    }

    private void read(String type, String reference, List<String> ids, Map<String, String> into) {
        try {
            for (SObject row : context.rows("read " + type, Soql.byId(List.of("Id", reference), type, ids))) {
                Object parent = row.getField(reference);
                if (parent != null) into.put(RecordIds.to18(row.getId()), parent.toString());
            }
        } catch (AdapterException e) {
            // The order is a courtesy; without it the rows are sent as they stand.
            return;
        }
    }

    private Optional<String> reference(String type) {
        return Optional.ofNullable(REFERENCE.get(type))
                .filter(reference -> context.schema()
                        .described(type)
                        .map(described -> described.has(reference))
                        .orElse(false));
    }
}
