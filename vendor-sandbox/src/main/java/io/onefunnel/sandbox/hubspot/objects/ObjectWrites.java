package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Refusal.InvalidProperty;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.Pipeline;
import io.onefunnel.sandbox.hubspot.schema.Pipelines;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.schema.PropertyRules;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import io.onefunnel.sandbox.hubspot.store.Values;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates and changes objects: for the API with all of its checks, for the data fill and the hand edit without. */
public final class ObjectWrites {
    private static final Map<ObjectKind, List<String>> REQUIRED = Map.of(
            ObjectKind.DEALS, List.of("dealname", "dealstage"),
            ObjectKind.CALLS, List.of("hs_timestamp"),
            ObjectKind.NOTES, List.of("hs_timestamp"),
            ObjectKind.TASKS, List.of("hs_timestamp"),
            ObjectKind.EMAILS, List.of("hs_timestamp", "hs_email_direction"),
            ObjectKind.COMMUNICATIONS, List.of("hs_timestamp", "hs_communication_channel_type"),
            ObjectKind.LEADS, List.of("hs_lead_name"));

    private final PortalState state;
    private final Derived derived;

    public ObjectWrites(PortalState state) {
        this.state = state;
        this.derived = new Derived(state);
    }

    /** The values of a JSON "properties" object; null clears as the empty text does. */
    static Map<String, String> sent(JsonNode input) {
        Map<String, String> sent = new LinkedHashMap<>();
        input.path("properties")
                .properties()
                .forEach(each -> sent.put(
                        each.getKey(),
                        each.getValue().isNull() ? "" : each.getValue().asText()));
        return sent;
    }

    /** Refuses values with which no object can be made; nothing is written. */
    void checkCreate(ObjectTable table, Map<String, String> kept) {
        for (String required : REQUIRED.getOrDefault(table.kind(), List.of())) {
            if (kept.getOrDefault(required, "").isEmpty()) {
                throw Refusal.validation(
                        "Error creating " + table.kind().singular().toUpperCase(Locale.ROOT)
                                + ". Some required properties were not set: [" + required + "]");
            }
        }
        refuseUnknownStage(table, null, kept);
        refuseTaken(table, kept, Optional.empty());
    }

    /** Makes an object of values that were checked before. */
    CrmObject create(ObjectTable table, Map<String, String> kept) {
        CrmObject made = store(table, table.newId(), kept, state.now(), state.now(), "INTEGRATION");
        audit("create", table, made, kept, false);
        return made;
    }

    /** Refuses values that the object cannot take; nothing is written. */
    void checkUpdate(ObjectTable table, CrmObject object, Map<String, String> kept) {
        refuseUnknownStage(table, object, kept);
        refuseTaken(table, kept, Optional.of(object));
    }

    /** Writes values that were checked before; the stamp moves even if nothing differs. */
    CrmObject update(ObjectTable table, CrmObject object, Map<String, String> kept) {
        boolean repeated = WriteAudit.repeats(table.values(object, kept.keySet()), kept);
        CrmObject changed = change(table, object, kept, "INTEGRATION");
        audit("set", table, changed, kept, repeated);
        return changed;
    }

    public CrmObject editByHand(ObjectTable table, CrmObject object, Map<String, String> fields) {
        Map<String, String> kept = filled(table, fields);
        return change(table, object, kept, "CRM_UI");
    }

    /**
     * Stores as given: unknown properties become text properties of the portal, read-only ones may be set. Given
     * {@code hs_date_entered_*} stamps of deals become the history of their stage.
     */
    public CrmObject insert(ObjectTable table, Map<String, String> properties) {
        Map<String, String> kept = filled(table, properties);
        ObjectKind kind = table.kind();
        long created = stamp(kept.remove(kind.created())).orElse(state.now());
        long modified = stamp(kept.remove(kind.modified())).orElse(created);
        kept.remove("hs_object_id");
        CrmObject made = store(table, table.newId(), kept, created, modified, "IMPORT");
        return kind == ObjectKind.DEALS ? withStageHistory(table, made, kept) : made;
    }

    public void audit(String kind, ObjectTable table, CrmObject object, Map<String, String> sent, boolean repeated) {
        state.audit()
                .wrote(
                        state.clock().instant(),
                        kind,
                        table.kind().plural(),
                        Long.toString(object.id()),
                        sent,
                        repeated);
    }

    private CrmObject change(ObjectTable table, CrmObject object, Map<String, String> kept, String source) {
        long now = state.now();
        Map<String, String> all = derived.following(table, object, kept, now);
        CrmObject changed = table.changed(object, all, now, source);
        table.put(changed, now);
        return changed;
    }

    private CrmObject store(
            ObjectTable table, long id, Map<String, String> kept, long created, long modified, String source) {
        CrmObject blank = new CrmObject(id, created, modified, 0, Values.NONE, List.of());
        Map<String, String> all = new HashMap<>(derived.following(table, null, kept, created));
        all.putIfAbsent("hs_object_source_label", source);
        CrmObject filled = table.changed(blank, all, modified, source);
        CrmObject made = new CrmObject(id, created, modified, 0, filled.values(), List.of());
        table.put(made, state.now());
        return made;
    }

    private CrmObject withStageHistory(ObjectTable table, CrmObject deal, Map<String, String> given) {
        String prefix = "hs_date_entered_";
        short key = table.properties().key("dealstage").orElseThrow();
        List<CrmObject.Version> versions = given.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .map(each -> new CrmObject.Version(
                        key,
                        each.getKey().substring(prefix.length()),
                        Instant.parse(each.getValue()).toEpochMilli(),
                        "CRM_UI"))
                .sorted((a, b) -> Long.compare(a.at(), b.at()))
                .toList();
        if (versions.isEmpty()) return deal;
        CrmObject told = new CrmObject(deal.id(), deal.created(), deal.modified(), 0, deal.values(), versions);
        table.put(told, state.now());
        return told;
    }

    private Map<String, String> filled(ObjectTable table, Map<String, String> properties) {
        Map<String, String> kept = new HashMap<>();
        properties.forEach((name, value) -> {
            if (!table.properties().has(name)) {
                boolean stageDate = name.startsWith("hs_date_entered_") || name.startsWith("hs_date_exited_");
                if (stageDate) table.properties().defineStageDate(name, state.now());
                else table.properties().defineText(name, Instant.ofEpochMilli(state.now()));
            }
            kept.put(name, PropertyRules.filled(table.properties().find(name).orElseThrow(), value));
        });
        return kept;
    }

    /** A stage belongs to a pipeline: one that the pipeline does not have is refused as an option would be. */
    private void refuseUnknownStage(ObjectTable table, @Nullable CrmObject before, Map<String, String> kept) {
        Optional<Pipelines> pipelines = state.pipelines(table.kind());
        if (pipelines.isEmpty()) return;
        String property = pipelines.get().stageProperty();
        String stage = kept.getOrDefault(property, "");
        if (stage.isEmpty()) return;
        String held =
                before == null ? null : table.value(before, pipelines.get().pipelineProperty());
        String first =
                pipelines.get().all().stream().findFirst().map(Pipeline::id).orElse("");
        String pipeline = kept.getOrDefault(pipelines.get().pipelineProperty(), held == null ? first : held);
        if (pipelines.get().stage(pipeline, stage).isPresent()) return;
        throw Refusal.invalidProperties(List.of(new InvalidProperty(
                property, "INVALID_OPTION", stage + " is not a stage of the pipeline " + pipeline)));
    }

    /** In the recorded words. A merged-away address counts as taken as well. */
    private void refuseTaken(ObjectTable table, Map<String, String> kept, Optional<CrmObject> self) {
        for (PropertyDefinition unique : table.properties().uniques()) {
            String value = kept.getOrDefault(unique.name(), "");
            if (value.isEmpty()) continue;
            Optional<CrmObject> holder = table.withUnique(unique.name(), value);
            if (holder.isEmpty() || holder.get().id() == self.map(CrmObject::id).orElse(-1L)) continue;
            ObjectNode body = Refusal.error(
                    "CONFLICT",
                    unique.name().equals("email")
                            ? "Contact already exists. Existing ID: "
                                    + holder.get().id()
                            : "A " + table.kind().singular() + " with " + unique.name() + " " + value
                                    + " already exists. Existing ID: "
                                    + holder.get().id());
            throw Refusal.of(409, body);
        }
    }

    private static Optional<Long> stamp(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty()).map(PropertyRules::time);
    }
}
