package io.onefunnel.salesforce.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the org itself does when one of our fields is written: flows, Apex triggers and validation rules that name a
 * field of ours. Each write fires them.
 */
final class Automations implements ConnectionCheck.Part {
    private static final String OURS = "onefunnel_";
    // Metadata comes one record at a time: "Metadata" may only be selected where a query returns one row, Tooling API.
    private static final int MOST_LOOKED_INTO = 50;

    private final Mapping mapping;
    private final BestEffortQueries queries;

    Automations(Mapping mapping, OrgAccess writing) {
        this.mapping = mapping;
        this.queries = new BestEffortQueries(writing);
    }

    @Override
    public void look(List<Problem> problems) {
        Set<String> objects = mapping.types().values().stream()
                .filter(type -> !type.writes().isEmpty())
                .map(Mapping.Type::name)
                .collect(Collectors.toSet());
        if (objects.isEmpty()) return;
        Map<String, List<String>> found = new TreeMap<>();
        triggers(objects, found);
        validationRules(objects, found);
        flows(found);
        found.forEach((object, names) -> problems.add(new Problem(
                Severity.WARNS,
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                "the org's own automation on " + object + " names OneFunnel fields: " + String.join(", ", names),
                "each write fires them: look at the plan's count of writes first, and let none of them write back what"
                        + " OneFunnel writes")));
    }

    private void triggers(Set<String> objects, Map<String, List<String>> found) {
        List<JsonNode> rows = queries.tooling(
                        "ApexTrigger",
                        "SELECT Name, TableEnumOrId, Body FROM ApexTrigger WHERE Status = 'Active' AND TableEnumOrId IN "
                                + Soql.list(objects))
                .orElse(List.of());
        for (JsonNode row : rows) {
            // The body of a managed trigger reads "(hidden)"; whether it names our fields cannot be told.
            if (isOurs(row.path("Body").asText(""))) {
                add(
                        found,
                        row.path("TableEnumOrId").asText(""),
                        "trigger " + row.path("Name").asText(""));
            }
        }
    }

    private void validationRules(Set<String> objects, Map<String, List<String>> found) {
        List<JsonNode> rows = queries.tooling(
                        "ValidationRule",
                        "SELECT Id, ValidationName, EntityDefinition.QualifiedApiName FROM ValidationRule WHERE Active ="
                                + " true AND EntityDefinition.QualifiedApiName IN " + Soql.list(objects))
                .orElse(List.of());
        for (JsonNode row : rows.stream().limit(MOST_LOOKED_INTO).toList()) {
            if (!isOurs(metadata("ValidationRule", row.path("Id").asText("")))) continue;
            add(
                    found,
                    row.path("EntityDefinition").path("QualifiedApiName").asText(""),
                    "validation rule " + row.path("ValidationName").asText(""));
        }
    }

    private void flows(Map<String, List<String>> found) {
        List<JsonNode> rows = queries.tooling(
                        "Flow",
                        "SELECT Id, MasterLabel FROM Flow WHERE Status = 'Active' AND ProcessType = 'AutoLaunchedFlow'")
                .orElse(List.of());
        for (JsonNode row : rows.stream().limit(MOST_LOOKED_INTO).toList()) {
            String metadata = metadata("Flow", row.path("Id").asText(""));
            if (!isOurs(metadata)) continue;
            add(found, startsOn(metadata), "flow " + row.path("MasterLabel").asText(""));
        }
    }

    private String metadata(String type, String id) {
        if (id.isEmpty()) return "";
        return queries.tooling(type, "SELECT Metadata FROM " + type + " WHERE Id = '" + id + "'").stream()
                .flatMap(List::stream)
                .findFirst()
                .map(row -> row.path("Metadata").toString())
                .orElse("");
    }

    /** The object whose records start a flow. */
    private static String startsOn(String metadata) {
        return Optional.of(tree(metadata).path("start").path("object").asText(""))
                .filter(object -> !object.isEmpty())
                .orElse("records of several objects");
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static boolean isOurs(String text) {
        return text.toLowerCase(Locale.ROOT).contains(OURS);
    }

    private static void add(Map<String, List<String>> found, String object, String name) {
        found.computeIfAbsent(object, key -> new ArrayList<>()).add(name);
    }
}
