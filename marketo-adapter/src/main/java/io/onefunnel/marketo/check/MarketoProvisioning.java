package io.onefunnel.marketo.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.marketo.write.OutcomeActivityType;
import io.onefunnel.marketo.write.OutcomeActivityType.Attribute;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.call.Chunks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our lead fields and our custom activity type. Both are permanent: Marketo can only hide them. */
public final class MarketoProvisioning implements Provisioning {
    // 300 records a call, as everywhere in the lead database.
    private static final int BATCH = 300;

    private final MarketoClient client;
    private final Mapping.Type leads;
    private final LeadFields fields;
    private final OutcomeActivityType outcomeType;

    public MarketoProvisioning(MarketoConnection connection, Mapping.Type leads, OutcomeActivityType outcomeType) {
        this.client = connection.reading();
        this.leads = leads;
        this.fields = connection.fields();
        this.outcomeType = outcomeType;
    }

    @Override
    public List<Step> plan() {
        return ErrorTranslation.translate(() -> List.copyOf(missing().keySet()));
    }

    @Override
    public List<Step> apply(List<Step> steps) {
        return ErrorTranslation.translate(() -> {
            Map<Step, ObjectNode> missing = missing();
            missing.keySet().retainAll(steps);
            Map<Step, Attribute> lacking = lacking();
            List<Step> fieldSteps = new ArrayList<>();
            List<Step> done = new ArrayList<>();
            for (Step step : missing.keySet()) {
                if (step.equals(activityStep())) {
                    outcomeType.create();
                    done.add(step);
                } else if (!lacking.containsKey(step)) {
                    fieldSteps.add(step);
                }
            }
            lacking.keySet().retainAll(missing.keySet());
            if (!lacking.isEmpty()) outcomeType.add(List.copyOf(lacking.values()));
            done.addAll(lacking.keySet());
            for (List<Step> batch : Chunks.of(fieldSteps, BATCH)) createFields(batch, missing);
            done.addAll(fieldSteps);
            fields.forget();
            return done;
        });
    }

    /** Marketo deletes neither: all that is there of ours stays. */
    @Override
    public List<Step> lasting() {
        return ErrorTranslation.translate(() -> {
            fields.forget();
            List<Step> there = new ArrayList<>();
            for (Ours each : ours()) {
                if (fields.find(each.name()).isPresent()) there.add(each.step());
            }
            if (outcomeType.isApproved()) there.add(activityStep());
            return there;
        });
    }

    /** A lead field that is ours by the mapping. */
    private record Ours(String name, Field field) {
        Step step() {
            return new Step("leads." + name + " (" + dataType(field) + ")", true);
        }
    }

    private List<Ours> ours() {
        List<Ours> ours = new ArrayList<>();
        leads.fields().forEach((field, source) -> {
            if (field.writer() == Field.Writer.SOURCE || source.from().size() != 1) return;
            ours.add(new Ours(source.from().get(0), field));
        });
        return ours;
    }

    private Map<Step, ObjectNode> missing() {
        fields.forget();
        Map<Step, ObjectNode> missing = new LinkedHashMap<>();
        for (Ours each : ours()) {
            if (fields.find(each.name()).isPresent()) continue;
            ObjectNode definition = Json.object()
                    .put("displayName", displayName(each.name()))
                    .put("name", each.name())
                    .put("dataType", dataType(each.field()))
                    .put("description", "Written by OneFunnel: " + each.field().key());
            missing.put(each.step(), definition);
        }
        outcomeType.forget();
        if (!outcomeType.isApproved()) missing.put(activityStep(), Json.object());
        lacking().keySet().forEach(step -> missing.put(step, Json.object()));
        return missing;
    }

    /** Attributes that an approved type lacks, of an earlier version of ours or taken away; a new type has them all. */
    private Map<Step, Attribute> lacking() {
        Map<Step, Attribute> lacking = new LinkedHashMap<>();
        if (!outcomeType.isApproved()) return lacking;
        for (Attribute each : outcomeType.missing()) {
            String what = "attribute " + each.apiName() + " (" + each.dataType() + ") of ";
            lacking.put(new Step(what + activityStep().what(), true), each);
        }
        return lacking;
    }

    private void createFields(List<Step> steps, Map<Step, ObjectNode> missing) {
        ObjectNode body = Json.object();
        for (Step step : steps) {
            ObjectNode definition = missing.get(step);
            if (definition != null) body.withArray("input").add(definition);
        }
        JsonNode rows = client.post(
                        "create lead fields",
                        MarketoClient.Effect.UPSERTS,
                        "rest/v1/leads/schema/fields.json",
                        Map.of(),
                        body)
                .path("result");
        for (int i = 0; i < steps.size(); i++) {
            JsonNode row = rows.path(i);
            String code = SkipReason.of(row).code();
            if (row.path("status").asText("").equals("created") || code.equals("1017")) continue;
            throw new AdapterException(
                    AdapterErrorCode.FEATURE_MISSING,
                    "Marketo did not say that it created "
                            + steps.get(i).what()
                            + (code.isEmpty() ? "" : ": error " + code));
        }
    }

    private Step activityStep() {
        return new Step("custom activity type " + outcomeType.apiName(), true);
    }

    private static String dataType(Field field) {
        return switch (field.type()) {
            case NUMBER -> "float";
            case INSTANT -> "datetime";
            case DAY -> "date";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }

    /** "oneFunnelScore" as "One Funnel Score". */
    private static String displayName(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2");
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }
}
