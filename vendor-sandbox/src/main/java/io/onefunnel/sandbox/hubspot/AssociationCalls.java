package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.AssociationTypes.AssociationType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The associations API: batch and single, labelled and default, and the labels themselves (vendor page §6). */
final class AssociationCalls {
    private static final int MOST_READS = 1_000;
    private static final int MOST_WRITES = 2_000;
    // The vendor pages long answers; the size of its pages is not documented.
    private static final int MOST_PER_OBJECT = 500;

    private final PortalState state;
    private final Leads leads;
    private final AssociationLimits limits;

    AssociationCalls(PortalState state) {
        this.state = state;
        this.leads = new Leads(state);
        this.limits = new AssociationLimits(state.associations);
    }

    Reply of(ObjectKind from, long id, ObjectKind to, Request request) {
        ObjectNode page = Json.object();
        ArrayNode results = page.putArray("results");
        int limit = Math.min(request.number("limit", MOST_PER_OBJECT), MOST_PER_OBJECT);
        if (limit < 1) throw Refusal.validation("limit must be between 1 and " + MOST_PER_OBJECT);
        long after = request.after().orElse(0L);
        links(request, from, state.table(from).survivor(id), to, after, limit, results, page);
        return Reply.ok(page);
    }

    Reply batchRead(ObjectKind from, ObjectKind to, Request request) {
        Batch batch = new Batch();
        for (JsonNode input : request.inputs(MOST_READS)) {
            long id = Request.id(input.path("id").asText());
            ObjectNode result = Json.object();
            result.putObject("from").put("id", Long.toString(id));
            ArrayNode list = result.putArray("to");
            links(request, from, id, to, input.path("after").asLong(0), MOST_PER_OBJECT, list, result);
            if (list.isEmpty()) batch.nothing(from, id, to);
            else batch.results.add(result);
        }
        return batch.reply(200);
    }

    Reply batchCreate(ObjectKind from, ObjectKind to, Request request) {
        Batch batch = new Batch();
        List<JsonNode> inputs = request.inputs(MOST_WRITES);
        // A type that the pair does not have refuses the whole call, so all are looked at before anything is linked.
        inputs.forEach(input -> labels(from, to, input.path("types")));
        for (JsonNode input : inputs) {
            long id = Request.id(input.path("from").path("id").asText());
            long toId = Request.id(input.path("to").path("id").asText());
            if (!batch.exist(from, id, to, toId)) continue;
            if (!batch.does(() -> associate(from, id, to, toId, labels(from, to, input.path("types"))))) continue;
            batch.results.add(labelled(request, from, id, to, toId));
        }
        // 201 recorded and in the specifications up to 2026-03, 200 in that of 2026-09: facts/endpoints.tsv.
        return batch.reply(request.isAtLeast("2026-09") ? 200 : 201);
    }

    Reply batchDefault(ObjectKind from, ObjectKind to, Request request) {
        Batch batch = new Batch();
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = Request.id(input.path("from").path("id").asText());
            long toId = Request.id(input.path("to").path("id").asText());
            if (!batch.exist(from, id, to, toId)) continue;
            if (batch.does(() -> associate(from, id, to, toId, new int[0]))) {
                batch.results.add(defaulted(from, id, to, toId));
            }
        }
        return batch.reply(200);
    }

    /** 204 also for ids that are not there: recorded, associations-v4-batch-archive-204. */
    Reply batchArchive(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = Request.id(input.path("from").path("id").asText());
            for (JsonNode each : input.path("to")) {
                unlink(from, id, to, Request.id(each.path("id").asText()));
            }
        }
        return archived(request);
    }

    Reply batchLabelsArchive(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = Request.id(input.path("from").path("id").asText());
            long toId = Request.id(input.path("to").path("id").asText());
            int[] dropped = labels(from, to, input.path("types"));
            int[] held = state.associations.of(from, id, to).typesOf(toId);
            if (held.length == 0) continue;
            int[] left = Arrays.stream(held)
                    .filter(type -> Arrays.stream(dropped).noneMatch(each -> each == type))
                    .toArray();
            changing(from, id, to, toId, () -> state.associations.label(from, id, to, toId, left));
        }
        return archived(request);
    }

    Reply putDefault(ObjectKind from, long id, ObjectKind to, long toId) {
        require(from, id, to, toId);
        associate(from, id, to, toId, new int[0]);
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.putArray("results").add(defaulted(from, id, to, toId));
        body.put("startedAt", state.clock.instant().toString());
        body.put("completedAt", state.clock.instant().toString());
        return Reply.ok(body);
    }

    /** Links with one type; the unlabelled one comes with it. */
    void put(ObjectKind from, long id, ObjectKind to, long toId, AssociationType type) {
        require(from, id, to, toId);
        boolean standard = type.label() == null && !type.custom();
        associate(from, id, to, toId, standard ? new int[0] : new int[] {type.id()});
    }

    AssociationLimits limits() {
        return limits;
    }

    Reply putLabelled(ObjectKind from, long id, ObjectKind to, long toId, Request request) {
        require(from, id, to, toId);
        associate(from, id, to, toId, labels(from, to, request.body()));
        return Reply.created(labelled(request, from, id, to, toId));
    }

    Reply delete(ObjectKind from, long id, ObjectKind to, long toId) {
        unlink(from, id, to, toId);
        return Reply.noContent();
    }

    /** 204 in the numbered versions and recorded, 200 in the dated specifications: facts/endpoints.tsv. */
    private static Reply archived(Request request) {
        return request.isDated() ? new Reply(200, null) : Reply.noContent();
    }

    private void unlink(ObjectKind from, long id, ObjectKind to, long toId) {
        changing(from, id, to, toId, () -> state.associations.unlink(from, id, to, toId));
        showPrimaryCompany(from, id, to);
        showPrimaryCompany(to, toId, from);
    }

    private void changing(ObjectKind from, long id, ObjectKind to, long toId, Runnable change) {
        boolean wasFrom = from == ObjectKind.LEADS && leads.hasPrimary(id);
        boolean wasTo = to == ObjectKind.LEADS && leads.hasPrimary(toId);
        change.run();
        if (wasFrom) leads.archiveHomeless(id);
        if (wasTo) leads.archiveHomeless(toId);
    }

    Reply labels(ObjectKind from, ObjectKind to) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        state.associations.types().of(from, to).forEach(type -> results.add(type.json()));
        return Reply.ok(body);
    }

    Reply createLabel(ObjectKind from, ObjectKind to, Request request) {
        JsonNode body = request.body();
        List<AssociationType> made = state.associations
                .types()
                .create(
                        from,
                        to,
                        body.path("label").asText(),
                        body.path("name").asText(),
                        body.hasNonNull("inverseLabel")
                                ? body.path("inverseLabel").asText()
                                : null);
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        made.forEach(type -> results.add(type.json()));
        return Reply.ok(answer);
    }

    Reply renameLabel(ObjectKind from, ObjectKind to, Request request) {
        JsonNode body = request.body();
        state.associations
                .types()
                .rename(
                        from,
                        to,
                        body.path("associationTypeId").asInt(),
                        body.path("label").asText());
        return Reply.noContent();
    }

    Reply deleteLabel(ObjectKind from, ObjectKind to, String id) {
        state.associations.types().remove(from, to, (int) Request.id(id));
        return Reply.noContent();
    }

    /** Refuses an object's "associations" input before anything is made. */
    void check(ObjectKind from, JsonNode associations) {
        for (JsonNode each : associations) targetKind(from, each);
    }

    /** Links a new object as its "associations" input says: {@code [{to:{id}, types:[…]}]}. */
    void link(ObjectKind from, long id, JsonNode associations) {
        for (JsonNode each : associations) {
            ObjectKind to = targetKind(from, each);
            long toId = Request.id(each.path("to").path("id").asText());
            link(from, id, to, toId, labels(from, to, each.path("types")));
        }
    }

    private ObjectKind targetKind(ObjectKind from, JsonNode association) {
        long toId = Request.id(association.path("to").path("id").asText());
        int type = association.path("types").path(0).path("associationTypeId").asInt();
        for (ObjectKind to : ObjectKind.values()) {
            if (state.associations.types().find(from, to, type).isEmpty()) continue;
            if (state.table(to).live(toId).isPresent()) return to;
            throw Refusal.validation(invalid(to, toId));
        }
        throw Refusal.validation("invalid association type " + type + " from " + from.singular());
    }

    private void associate(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        limits.refuseMore(from, id, to, toId, types(from, to, labels));
        boolean repeated = contains(state.associations.of(from, id, to).typesOf(toId), labels);
        link(from, id, to, toId, labels);
        state.audit.wrote(
                state.clock.instant(),
                "associate",
                from.plural() + " to " + to.plural(),
                id + " to " + toId,
                Map.of("types", Arrays.toString(labels)),
                repeated);
    }

    /** The types that a link with these labels has: the unlabelled one always. */
    private List<AssociationType> types(ObjectKind from, ObjectKind to, int[] labels) {
        AssociationTypes types = state.associations.types();
        return Stream.concat(
                        types.standard(from, to).stream(),
                        Arrays.stream(labels).boxed().flatMap(label -> types.find(from, to, label).stream()))
                .toList();
    }

    private void link(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        state.associations.linkByDefault(from, id, to, toId);
        if (labels.length > 0) {
            int[] withPrimary = keepPrimary(from, id, to, toId, labels);
            state.associations.label(from, id, to, toId, withPrimary);
        }
        showPrimaryCompany(from, id, to);
        showPrimaryCompany(to, toId, from);
    }

    private int[] keepPrimary(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        List<Integer> all = new ArrayList<>();
        for (int label : labels) all.add(label);
        state.associations
                .types()
                .primary(from, to)
                .filter(primary ->
                        contains(state.associations.of(from, id, to).typesOf(toId), new int[] {primary.id()}))
                .ifPresent(primary -> all.add(primary.id()));
        return all.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    /** {@code associatedcompanyid} of a contact names its primary company; a change of it moves the stamp. */
    private void showPrimaryCompany(ObjectKind kind, long id, ObjectKind other) {
        showPrimaryCompany(kind, id, other, true);
    }

    /** The same for the data fill, which leaves the stamp as it was given. */
    void fillPrimaryCompany(ObjectKind kind, long id, ObjectKind other) {
        showPrimaryCompany(kind, id, other, false);
    }

    private void showPrimaryCompany(ObjectKind kind, long id, ObjectKind other, boolean stamped) {
        if (kind != ObjectKind.CONTACTS || other != ObjectKind.COMPANIES) return;
        ObjectTable table = state.table(kind);
        String primary = state.associations
                .primary(kind, id, other)
                .map(company -> Long.toString(company))
                .orElse("");
        table.live(id).ifPresent(contact -> {
            String held = table.value(contact, "associatedcompanyid");
            if (primary.equals(held == null ? "" : held)) return;
            long at = stamped ? state.now() : contact.modified();
            table.put(table.changed(contact, Map.of("associatedcompanyid", primary), at, "ASSOCIATIONS"), state.now());
        });
    }

    private int[] labels(ObjectKind from, ObjectKind to, JsonNode types) {
        return StreamSupport.stream(types.spliterator(), false)
                .map(type -> type.path("associationTypeId").asInt())
                .map(id -> state.associations
                        .types()
                        .find(from, to, id)
                        .orElseThrow(() -> Refusal.validation(
                                id + " is not an association type from " + from.singular() + " to " + to.singular())))
                .mapToInt(AssociationType::id)
                .toArray();
    }

    private void require(ObjectKind from, long id, ObjectKind to, long toId) {
        if (state.table(from).live(id).isEmpty()) throw Refusal.validation(invalid(from, id));
        if (state.table(to).live(toId).isEmpty()) throw Refusal.validation(invalid(to, toId));
    }

    private void links(
            Request request,
            ObjectKind from,
            long id,
            ObjectKind to,
            long after,
            int limit,
            ArrayNode list,
            ObjectNode holder) {
        Links links = state.associations.of(from, id, to);
        for (int i = 0; i < links.size(); i++) {
            long toId = links.id(i);
            if (toId < after || state.table(to).live(toId).isEmpty()) continue;
            if (list.size() == limit) {
                holder.putObject("paging").putObject("next").put("after", Long.toString(toId));
                return;
            }
            ObjectNode one = id(Json.object(), "toObjectId", toId, request);
            ArrayNode types = one.putArray("associationTypes");
            for (int type : links.types(i)) {
                state.associations.types().find(from, to, type).ifPresent(each -> types.add(each.json()));
            }
            list.add(one);
        }
    }

    private ObjectNode labelled(Request request, ObjectKind from, long id, ObjectKind to, long toId) {
        ObjectNode json = Json.object().put("fromObjectTypeId", from.typeId()).put("toObjectTypeId", to.typeId());
        id(json, "fromObjectId", id, request);
        id(json, "toObjectId", toId, request);
        ArrayNode labels = json.putArray("labels");
        for (int type : state.associations.of(from, id, to).typesOf(toId)) {
            state.associations
                    .types()
                    .find(from, to, type)
                    .filter(each -> each.label() != null)
                    .ifPresent(each -> labels.add(each.label()));
        }
        return json;
    }

    /** Numbers in recordings of the numbered versions, texts in the dated specification: vendor page §6. */
    private static ObjectNode id(ObjectNode json, String name, long id, Request request) {
        return request.isDated() ? json.put(name, Long.toString(id)) : json.put(name, id);
    }

    private ObjectNode defaulted(ObjectKind from, long id, ObjectKind to, long toId) {
        ObjectNode json = Json.object();
        json.putObject("from").put("id", Long.toString(id));
        json.putObject("to").put("id", Long.toString(toId));
        state.associations
                .types()
                .standard(from, to)
                .ifPresent(type -> json.putObject("associationSpec")
                        .put("associationCategory", type.category())
                        .put("associationTypeId", type.id()));
        return json;
    }

    private static boolean contains(int[] held, int[] labels) {
        if (held.length == 0) return false;
        return Arrays.stream(labels).allMatch(label -> Arrays.stream(held).anyMatch(each -> each == label));
    }

    /** Recorded: associations-v4-batch-create-207-bad-contact. */
    private static String invalid(ObjectKind kind, long id) {
        return kind.singular().toUpperCase(Locale.ROOT) + "=" + id + " is not valid";
    }

    private final class Batch {
        private final String started = state.clock.instant().toString();
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> errors = new ArrayList<>();

        boolean exist(ObjectKind from, long id, ObjectKind to, long toId) {
            if (state.table(from).live(id).isEmpty()) {
                errors.add(Refusal.error("VALIDATION_ERROR", invalid(from, id)));
                return false;
            }
            if (state.table(to).live(toId).isEmpty()) {
                errors.add(Refusal.error("VALIDATION_ERROR", invalid(to, toId)));
                return false;
            }
            return true;
        }

        /** Whether {@code link} was made; a refusal of it is an error entry. */
        boolean does(Runnable link) {
            try {
                link.run();
                return true;
            } catch (Refusal refusal) {
                JsonNode body = Json.read(refusal.answer().body());
                errors.add(Refusal.error(
                        body.path("category").asText(), body.path("message").asText()));
                return false;
            }
        }

        void nothing(ObjectKind from, long id, ObjectKind to) {
            ObjectNode error = Refusal.error(
                            "OBJECT_NOT_FOUND",
                            "No " + to.singular() + " is associated with " + from.singular() + " " + id + ".")
                    .put("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND");
            error.putObject("context").putArray("fromObjectId").add(Long.toString(id));
            errors.add(error);
        }

        Reply reply(int status) {
            ObjectNode body = Json.object().put("status", "COMPLETE");
            ArrayNode list = body.putArray("results");
            results.forEach(list::add);
            if (!errors.isEmpty()) {
                body.put("numErrors", errors.size());
                ArrayNode failures = body.putArray("errors");
                errors.forEach(failures::add);
            }
            body.put("startedAt", started);
            body.put("completedAt", state.clock.instant().toString());
            return new Reply(errors.isEmpty() ? status : 207, body);
        }
    }
}
