package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.PropertyRules;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batch endpoints: 100 inputs at most, one bad value refuses the whole call, an id that is not there becomes an
 * error entry of a 207. Everything is checked before anything is written. Results come back in id
 * order, not in the order of the inputs.
 */
final class BatchCalls {
    private static final int MOST_INPUTS = 100;
    private static final int MOST_INPUTS_WITH_HISTORY = 50;

    /** One input whose values are known to be good; without an object it becomes one. */
    private record Row(JsonNode input, @Nullable CrmObject object, Map<String, String> kept) {}

    /** What an input asks for, checked; a refusal costs its row or the whole call. */
    private interface Check {
        void of(Row row);
    }

    private final PortalState state;
    private final ObjectWrites writes;
    private final ObjectCalls objects;
    private final ObjectJson json;
    private final AdminRules rules;

    BatchCalls(PortalState state, ObjectWrites writes, ObjectCalls objects, ObjectJson json) {
        this.rules = new AdminRules(state.settings());
        this.state = state;
        this.writes = writes;
        this.objects = objects;
        this.json = json;
    }

    Reply read(ObjectTable table, Request request) {
        JsonNode body = request.body();
        List<String> history = objects.names(body, "propertiesWithHistory");
        List<JsonNode> inputs = request.inputs(history.isEmpty() ? MOST_INPUTS : MOST_INPUTS_WITH_HISTORY);
        List<String> properties = objects.names(body, "properties");
        Answer answer = new Answer();
        // Seen on a real portal: a 207 with INTERNAL_ERROR for some of the ids (HubSpot/hubspot-api-php#619).
        for (JsonNode input : unread(request, inputs, answer)) {
            String id = input.path("id").asText();
            Optional<CrmObject> found =
                    objects.by(table, body.path("idProperty").asText(""), id);
            if (found.isEmpty()) {
                answer.missing(input);
                continue;
            }
            ObjectNode node = json.of(table, found.get(), properties);
            json.addHistory(node, table, found.get(), history);
            answer.add(node);
        }
        return answer.reply(200);
    }

    Reply create(ObjectTable table, Request request) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode input : request.inputs(MOST_INPUTS)) {
            rows.add(new Row(input, null, PropertyRules.kept(table.properties(), ObjectWrites.sent(input))));
        }
        Answer answer = new Answer();
        UniqueConflicts twins = new UniqueConflicts(table);
        Check check = row -> {
            objects.checkCreate(table, request, row.input(), row.kept());
            twins.refuse(row.kept());
        };
        for (Row row : sound(rows, check, traced(rows), answer)) {
            CrmObject made = objects.created(table, row.input(), row.kept());
            answer.add(traced(objects.json(table, made), row.input()));
        }
        return answer.reply(201);
    }

    Reply update(ObjectTable table, Request request) {
        List<JsonNode> inputs = request.inputs(MOST_INPUTS);
        refuseWholeBatch(request, inputs);
        Answer answer = new Answer();
        List<Row> rows = rows(table, inputs, answer);
        UniqueConflicts twins = new UniqueConflicts(table);
        rows = sound(rows, row -> checkUpdate(table, row, twins), traced(rows), answer);
        rows = sound(
                rows, row -> rules.check(request, table, row.object(), row.kept()), rules.spareOtherRows(), answer);
        for (Row row : spared(request, rows, answer)) answer.add(traced(written(table, row), row.input()));
        return answer.reply(200);
    }

    /** An upsert by e-mail is done as a whole or not at all; by another unique property row by row. */
    Reply upsert(ObjectTable table, Request request) {
        List<JsonNode> inputs = request.inputs(MOST_INPUTS);
        refuseTwice(inputs);
        Answer answer = new Answer();
        List<Row> rows = upserts(table, inputs);
        boolean byEmail = inputs.stream()
                .anyMatch(input -> input.path("idProperty").asText("").equals("email"));
        UniqueConflicts twins = new UniqueConflicts(table);
        Check check = row -> {
            if (row.object() == null) {
                objects.checkCreate(table, request, row.input(), row.kept());
                twins.refuse(row.kept());
                return;
            }
            checkUpdate(table, row, twins);
            rules.check(request, table, row.object(), row.kept());
        };
        for (Row row : sound(rows, check, !byEmail && traced(rows), answer)) {
            ObjectNode result = row.object() == null
                    ? objects.json(
                            table, writes.create(table, row.kept()), row.kept().keySet())
                    : written(table, row);
            answer.add(traced(result, row.input()).put("new", row.object() == null));
        }
        return answer.reply(200);
    }

    /** 204 also for ids that are not there. */
    Reply archive(ObjectTable table, Request request) {
        for (JsonNode input : request.inputs(MOST_INPUTS)) {
            table.live(Request.id(input.path("id").asText())).ifPresent(object -> table.archive(object, state.now()));
        }
        return Reply.noContent();
    }

    private void refuseWholeBatch(Request request, List<JsonNode> inputs) {
        Set<String> ids = refuseTwice(inputs);
        Optional<Fault> fault = state.faults()
                .take(
                        "batch-400",
                        request.call(),
                        each -> each.params().get("id") == null
                                || ids.contains(each.params().get("id")));
        if (fault.isPresent()) {
            throw Refusal.validation(
                    fault.get().params().getOrDefault("message", "Property values were not valid: []"));
        }
    }

    private static Set<String> refuseTwice(List<JsonNode> inputs) {
        Set<String> ids = new HashSet<>();
        for (JsonNode input : inputs) {
            if (!ids.add(input.path("id").asText())) {
                throw Refusal.validation("Duplicate IDs found in batch input: "
                        + input.path("id").asText());
            }
        }
        return ids;
    }

    private List<Row> rows(ObjectTable table, List<JsonNode> inputs, Answer answer) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode input : inputs) {
            Map<String, String> kept = PropertyRules.kept(table.properties(), ObjectWrites.sent(input));
            String id = input.path("id").asText();
            Optional<CrmObject> object =
                    objects.by(table, input.path("idProperty").asText(""), id);
            if (object.isPresent()) rows.add(new Row(input, object.get(), kept));
            else answer.missing(input);
        }
        return rows;
    }

    private List<Row> upserts(ObjectTable table, List<JsonNode> inputs) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode input : inputs) {
            Map<String, String> sent = ObjectWrites.sent(input);
            String property = input.path("idProperty").asText("");
            String id = input.path("id").asText();
            Optional<CrmObject> known = objects.by(table, property, id);
            if (known.isEmpty() && property.isEmpty()) throw Refusal.validation("No object with id " + id + " exists");
            if (known.isEmpty()) sent.putIfAbsent(property, id);
            rows.add(new Row(input, known.orElse(null), PropertyRules.kept(table.properties(), sent)));
        }
        return rows;
    }

    /** The rows that pass; a row that does not costs itself if {@code partial}, else the whole call. */
    private static List<Row> sound(List<Row> rows, Check check, boolean partial, Answer answer) {
        List<Row> good = new ArrayList<>();
        for (Row row : rows) {
            try {
                check.of(row);
                good.add(row);
            } catch (Refusal refusal) {
                if (!partial) throw refusal;
                answer.failed(row.input(), refusal);
            }
        }
        return good;
    }

    /** Rows are told apart by objectWriteTraceId: without it on each, one bad row refuses the call. */
    private static boolean traced(List<Row> rows) {
        return rows.stream().allMatch(row -> row.input().hasNonNull("objectWriteTraceId"));
    }

    private void checkUpdate(ObjectTable table, Row row, UniqueConflicts twins) {
        writes.checkUpdate(table, Objects.requireNonNull(row.object()), row.kept());
        twins.refuse(row.kept());
    }

    private ObjectNode written(ObjectTable table, Row row) {
        CrmObject changed = writes.update(table, Objects.requireNonNull(row.object()), row.kept());
        return objects.json(table, changed, row.kept().keySet());
    }

    private List<Row> spared(Request request, List<Row> rows, Answer answer) {
        Optional<Fault> fault = state.faults().take("row-error", request.call());
        if (fault.isEmpty()) return rows;
        int failing =
                Math.min(rows.size(), Integer.parseInt(fault.get().params().getOrDefault("rows", "1")));
        String message = fault.get().params().getOrDefault("message", "Property values were not valid");
        String category = fault.get().params().getOrDefault("category", "VALIDATION_ERROR");
        rows.subList(0, failing).forEach(row -> answer.failed(row.input(), category, message));
        return rows.subList(failing, rows.size());
    }

    private List<JsonNode> unread(Request request, List<JsonNode> inputs, Answer answer) {
        Optional<Fault> fault = state.faults().take("row-error", request.call());
        if (fault.isEmpty()) return inputs;
        Map<String, String> params = fault.get().params();
        int failing = Math.min(inputs.size(), Integer.parseInt(params.getOrDefault("rows", "1")));
        String category = params.getOrDefault("category", "INTERNAL_ERROR");
        String message = params.getOrDefault("message", "internal error");
        inputs.subList(0, failing).forEach(input -> answer.failed(input, category, message));
        return inputs.subList(failing, inputs.size());
    }

    private static ObjectNode traced(ObjectNode node, JsonNode input) {
        if (input.hasNonNull("objectWriteTraceId")) {
            node.put("objectWriteTraceId", input.path("objectWriteTraceId").asText());
        }
        return node;
    }

    /** The answer as it fills: results and error entries. */
    private final class Answer {
        private final Instant started = state.clock().instant();
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> errors = new ArrayList<>();

        void add(ObjectNode result) {
            results.add(result);
        }

        void missing(JsonNode input) {
            ObjectNode error = Refusal.error("OBJECT_NOT_FOUND", "Could not get some objects, they may be deleted.");
            ObjectNode context = error.putObject("context");
            context.putArray("ids").add(input.path("id").asText());
            if (input.hasNonNull("objectWriteTraceId")) {
                context.putArray("objectWriteTraceId")
                        .add(input.path("objectWriteTraceId").asText());
            }
            errors.add(error);
        }

        void failed(JsonNode input, Refusal refusal) {
            JsonNode body = Json.read(refusal.answer().body());
            failed(input, body.path("category").asText(), body.path("message").asText());
        }

        void failed(JsonNode input, String category, String message) {
            ObjectNode error = Refusal.error(category, message);
            ObjectNode context = error.putObject("context");
            if (input.hasNonNull("objectWriteTraceId")) {
                context.putArray("objectWriteTraceId")
                        .add(input.path("objectWriteTraceId").asText());
            } else {
                context.putArray("ids").add(input.path("id").asText());
            }
            errors.add(error);
        }

        Reply reply(int status) {
            ObjectNode body = Json.object().put("status", "COMPLETE");
            ArrayNode list = body.putArray("results");
            results.stream()
                    .sorted(Comparator.comparingLong(result -> result.path("id").asLong()))
                    .forEach(list::add);
            if (!errors.isEmpty()) {
                body.put("numErrors", errors.size());
                ArrayNode failures = body.putArray("errors");
                errors.forEach(failures::add);
            }
            body.put("startedAt", started.toString());
            body.put("completedAt", state.clock().instant().toString());
            return new Reply(errors.isEmpty() ? status : 207, body);
        }
    }
}
