package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.soql.BatchSize;
import io.onefunnel.sandbox.salesforce.soql.Cursors;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.QueryReader;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code query} and {@code queryAll}. */
final class QueryResources {
    private static final Pattern BATCH_SIZE = Pattern.compile("batchSize=(\\d+)");

    private final OrgServices org;
    private final JsonMapper json;
    private final RecordJson records;

    QueryResources(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.records = new RecordJson(org.store(), org.runner(), json);
    }

    HttpAnswer answer(HttpCall call, List<String> parts, String version, boolean tooling, Access access) {
        if (parts.size() == 2) {
            if (org.faults().take("invalid-locator", call).isPresent()) throw Cursors.invalid();
            return page(
                    org.cursors().more(parts.get(1), query -> BatchSize.of(query, asked(call), org.settings())),
                    version,
                    access);
        }
        String text = call.parameter("q")
                .orElseThrow(() -> new SalesforceError(400, "MALFORMED_QUERY", "A query string has to be specified"));
        QueryReader reader = org.reader(access);
        Query query = (tooling ? reader.withTooling() : reader).read(text);
        List<Row> rows = org.runner().rows(query, parts.get(0).equals("queryAll"), access);
        checkMetadata(query, rows);
        if (query.countOnly()) return complete(rows.size(), json.createArrayNode());
        if (query.isAggregate()) return aggregates(query, rows);
        return page(
                org.cursors().first(query, rows, BatchSize.of(query, asked(call), org.settings())), version, access);
    }

    private static void checkMetadata(Query query, List<Row> rows) {
        boolean metadata =
                query.columns().stream().anyMatch(column -> column.path().type() == FieldType.COMPLEXVALUE);
        if (!metadata || rows.size() < 2) return;
        throw new SalesforceError(
                400,
                "MALFORMED_QUERY",
                "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more"
                        + " than one row for retrieval. Result size: " + rows.size(),
                SalesforceError.Position.NONE);
    }

    private HttpAnswer page(Cursors.Page page, String version, Access access) {
        ObjectNode answer = json.createObjectNode();
        answer.put("totalSize", page.size()).put("done", page.next().isEmpty());
        page.next().ifPresent(next -> answer.put("nextRecordsUrl", "/services/data/v" + version + "/query/" + next));
        ArrayNode rows = answer.putArray("records");
        for (Row row : page.rows()) rows.add(records.record(page.query(), row, version, access));
        return HttpAnswer.json(200, answer.toString());
    }

    private HttpAnswer aggregates(Query query, List<Row> rows) {
        ArrayNode answers = json.createArrayNode();
        for (Map<String, @Nullable String> each : org.runner().aggregates(query, rows)) {
            answers.add(records.aggregate(query, each));
        }
        return complete(answers.size(), answers);
    }

    private HttpAnswer complete(int size, ArrayNode rows) {
        ObjectNode answer = json.createObjectNode();
        answer.put("totalSize", size).put("done", true).set("records", rows);
        return HttpAnswer.json(200, answer.toString());
    }

    private static int asked(HttpCall call) {
        Matcher asked = BATCH_SIZE.matcher(call.header("sforce-query-options").orElse(""));
        return asked.find() ? Integer.parseInt(asked.group(1)) : BatchSize.LARGEST;
    }
}
