package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.Faults.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The batch endpoints: 100 inputs at most, one bad value refuses the whole call, an id that is not there becomes an
 * error entry of a 207 (vendor page §2, §11). Results come back in id order, not in the order of the inputs.
 */
final class BatchCalls {
    private static final int MOST_INPUTS = 100;
    private static final int MOST_INPUTS_WITH_HISTORY = 50;

    /** One input whose object and values are known to be good. */
    private record Row(JsonNode input, CrmObject object, Map<String, String> kept) {}

    private final PortalState state;
    private final ObjectWrites writes;
    private final ObjectCalls objects;
    private final ObjectJson json;

    BatchCalls(PortalState state, ObjectWrites writes, ObjectCalls objects, ObjectJson json) {
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
        for (JsonNode input : inputs) {
            String id = input.path("id").asText();
            Optional<CrmObject> found =
                    objects.by(table, body.path("idProperty").asText(""), id);
            if (found.isEmpty()) {
                answer.missing(id);
                continue;
            }
            ObjectNode node = json.of(table, found.get(), properties);
            json.addHistory(node, table, found.get(), history);
            answer.add(node);
        }
        return answer.reply(200);
    }

    Reply create(ObjectTable table, Request request) {
        List<JsonNode> inputs = request.inputs(MOST_INPUTS);
        inputs.forEach(input -> PropertyRules.kept(table.properties(), ObjectWrites.sent(input)));
        Answer answer = new Answer();
        for (JsonNode input : inputs) {
            answer.add(traced(objects.json(table, objects.created(table, input)), input));
        }
        return answer.reply(201);
    }

    Reply update(ObjectTable table, Request request) {
        List<JsonNode> inputs = request.inputs(MOST_INPUTS);
        refuseWholeBatch(request, inputs);
        Answer answer = new Answer();
        List<Row> rows = rows(table, inputs, answer);
        if (request.bindsValidationRules()) rows = obeying(table, rows, answer);
        rows = spared(request, rows, answer);
        for (Row row : rows) {
            CrmObject changed = writes.update(table, row.object(), row.kept());
            answer.add(traced(objects.json(table, changed, row.kept().keySet()), row.input()));
        }
        return answer.reply(200);
    }

    Reply upsert(ObjectTable table, Request request) {
        Answer answer = new Answer();
        for (JsonNode input : request.inputs(MOST_INPUTS)) {
            Map<String, String> sent = ObjectWrites.sent(input);
            String property = input.path("idProperty").asText("");
            String id = input.path("id").asText();
            Optional<CrmObject> known = objects.by(table, property, id);
            if (known.isEmpty() && !property.isEmpty()) sent.putIfAbsent(property, id);
            Map<String, String> kept = PropertyRules.kept(table.properties(), sent);
            CrmObject written =
                    known.isPresent() ? writes.update(table, known.get(), kept) : writes.create(table, kept);
            answer.add(
                    traced(objects.json(table, written, kept.keySet()), input).put("new", known.isEmpty()));
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

    static String ruleMessage(String property) {
        return "Property values were not valid: [{\"isValid\":false,\"message\":\"" + property
                + " is required\",\"error\":\"REQUIRED_FIELD\",\"name\":\"" + property + "\"}]";
    }

    private void refuseWholeBatch(Request request, List<JsonNode> inputs) {
        Set<String> ids = new HashSet<>();
        for (JsonNode input : inputs) {
            if (!ids.add(input.path("id").asText())) {
                throw Refusal.validation("Duplicate IDs found in batch input: "
                        + input.path("id").asText());
            }
        }
        Optional<Fault> fault = state.faults.take(
                "batch-400",
                request.call(),
                each -> each.params().get("id") == null
                        || ids.contains(each.params().get("id")));
        if (fault.isPresent()) {
            throw Refusal.validation(
                    fault.get().params().getOrDefault("message", "Property values were not valid: []"));
        }
    }

    private List<Row> rows(ObjectTable table, List<JsonNode> inputs, Answer answer) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode input : inputs) {
            Map<String, String> kept = PropertyRules.kept(table.properties(), ObjectWrites.sent(input));
            String id = input.path("id").asText();
            Optional<CrmObject> object =
                    objects.by(table, input.path("idProperty").asText(""), id);
            if (object.isPresent()) rows.add(new Row(input, object.get(), kept));
            else answer.missing(id);
        }
        return rows;
    }

    /** Setting validationAnswer: the rule refuses the whole batch, or only the rows that break it. */
    private List<Row> obeying(ObjectTable table, List<Row> rows, Answer answer) {
        List<Row> good = new ArrayList<>();
        for (Row row : rows) {
            Optional<String> broken = writes.brokenRule(table, row.object(), row.kept());
            if (broken.isEmpty()) good.add(row);
            else if (state.settings.text("validationAnswer").equals("rows")) {
                answer.failed(row.input(), "VALIDATION_ERROR", ruleMessage(broken.get()));
            } else {
                throw Refusal.validation(ruleMessage(broken.get()));
            }
        }
        return good;
    }

    private List<Row> spared(Request request, List<Row> rows, Answer answer) {
        Optional<Fault> fault = state.faults.take("row-error", request.call());
        if (fault.isEmpty()) return rows;
        int failing =
                Math.min(rows.size(), Integer.parseInt(fault.get().params().getOrDefault("rows", "1")));
        String message = fault.get().params().getOrDefault("message", "Property values were not valid");
        rows.subList(0, failing).forEach(row -> answer.failed(row.input(), "VALIDATION_ERROR", message));
        return rows.subList(failing, rows.size());
    }

    private static ObjectNode traced(ObjectNode node, JsonNode input) {
        if (input.hasNonNull("objectWriteTraceId")) {
            node.put("objectWriteTraceId", input.path("objectWriteTraceId").asText());
        }
        return node;
    }

    /** The answer as it fills: results and error entries. */
    private final class Answer {
        private final Instant started = state.clock.instant();
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> errors = new ArrayList<>();

        void add(ObjectNode result) {
            results.add(result);
        }

        void missing(String id) {
            ObjectNode error = Refusal.error("OBJECT_NOT_FOUND", "Could not get some objects, they may be deleted.");
            error.putObject("context").putArray("ids").add(id);
            errors.add(error);
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
            body.put("completedAt", state.clock.instant().toString());
            return new Reply(errors.isEmpty() ? status : 207, body);
        }
    }
}
