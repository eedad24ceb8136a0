package io.onefunnel.salesforce.check;

import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The org's own duplicate rules: those that only alert are passed by our writes, those that block refuse them. */
final class DuplicateRules implements ConnectionCheck.Part {
    private final Mapping mapping;
    private final BestEffortQueries queries;

    DuplicateRules(Mapping mapping, OrgAccess writing) {
        this.mapping = mapping;
        this.queries = new BestEffortQueries(writing);
    }

    @Override
    public void look(List<Problem> problems) {
        List<String> written = mapping.types().values().stream()
                .filter(type -> !type.writes().isEmpty())
                .map(Mapping.Type::name)
                .toList();
        if (written.isEmpty()) return;
        Map<String, TreeSet<String>> rules = new TreeMap<>();
        queries.rows(
                        "DuplicateRule",
                        "SELECT Id, MasterLabel, SobjectType FROM DuplicateRule WHERE IsActive = true AND SobjectType IN "
                                + Soql.list(written))
                .ifPresent(rows -> rows.forEach(row -> rules.computeIfAbsent(
                                String.valueOf(row.getField("SobjectType")), type -> new TreeSet<>())
                        .add(String.valueOf(row.getField("MasterLabel")))));
        rules.forEach((type, names) -> problems.add(new Problem(
                Severity.WARNS,
                AdapterErrorCode.DUPLICATE_DETECTED,
                (names.size() == 1 ? "a duplicate rule is" : names.size() + " duplicate rules are") + " active on "
                        + type + ": " + String.join(", ", names),
                "a rule that blocks on edit also refuses scores and timers: let it alert, or exempt the integration"
                        + " user; keep bulk-writes off, Bulk API cannot pass alerts")));
    }
}
