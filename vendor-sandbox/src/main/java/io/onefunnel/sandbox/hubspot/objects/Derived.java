package io.onefunnel.sandbox.hubspot.objects;

import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.Pipeline;
import io.onefunnel.sandbox.hubspot.schema.Pipeline.Stage;
import io.onefunnel.sandbox.hubspot.schema.Pipelines;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that the portal itself works out when others are written: when a stage was entered and left, whether a
 * deal is closed or won, how long it took, and the lifecycle stage that never moves back.
 */
final class Derived {
    private final PortalState state;

    Derived(PortalState state) {
        this.state = state;
    }

    /** {@code sent} without what the portal ignores and with what follows from it. */
    Map<String, String> following(ObjectTable table, @Nullable CrmObject before, Map<String, String> sent, long now) {
        Map<String, String> all = new HashMap<>(sent);
        append(table, before, all);
        keepLifecycleForward(table, before, all);
        if (all.containsKey("lifecyclestage")) enter(table, before, all, "lifecyclestage", now);
        Optional<Pipelines> pipelines = state.pipelines(table.kind());
        if (pipelines.isPresent()) staged(pipelines.get(), table, before, all, now);
        return all;
    }

    /** A leading ";" appends to a multi-select: properties guide. */
    private static void append(ObjectTable table, @Nullable CrmObject before, Map<String, String> all) {
        all.replaceAll((name, value) -> {
            boolean multiple = table.properties()
                    .find(name)
                    .map(PropertyDefinition::isMultiple)
                    .orElse(false);
            if (!multiple || !value.startsWith(";")) return value;
            String held = before == null ? null : table.value(before, name);
            return held == null ? value.substring(1) : held + value;
        });
    }

    /** A backward move is answered as if it were done and ignored; blank first, then the value, moves it. */
    private static void keepLifecycleForward(ObjectTable table, @Nullable CrmObject before, Map<String, String> all) {
        String next = all.get("lifecyclestage");
        if (before == null || next == null || next.isEmpty()) return;
        String held = table.value(before, "lifecyclestage");
        if (held == null) return;
        List<String> order = table.properties().find("lifecyclestage").stream()
                .flatMap(definition -> definition.options().stream())
                .map(PropertyDefinition.Option::value)
                .toList();
        if (order.indexOf(next) < order.indexOf(held)) all.remove("lifecyclestage");
    }

    private static void staged(
            Pipelines pipelines, ObjectTable table, @Nullable CrmObject before, Map<String, String> all, long now) {
        if (before == null) beginAtFirst(pipelines, all);
        if (all.containsKey(pipelines.stageProperty())) enter(table, before, all, pipelines.stageProperty(), now);
        if (table.kind() == ObjectKind.DEALS) deal(pipelines, table, before, all, now);
    }

    /** A new record without a pipeline is in the first; a lead without a stage is in its first stage as well. */
    private static void beginAtFirst(Pipelines pipelines, Map<String, String> all) {
        List<Pipeline> existing = pipelines.all();
        if (existing.isEmpty()) return;
        String id = all.computeIfAbsent(
                pipelines.pipelineProperty(), name -> existing.get(0).id());
        if (pipelines.kind() != ObjectKind.LEADS) return;
        pipelines
                .find(id)
                .flatMap(pipeline -> pipeline.stages().stream().findFirst())
                .ifPresent(stage -> all.putIfAbsent(pipelines.stageProperty(), stage.id()));
    }

    private static void deal(
            Pipelines pipelines, ObjectTable table, @Nullable CrmObject before, Map<String, String> all, long now) {
        if (!all.containsKey("dealstage") && !all.containsKey("amount") && !all.containsKey("closedate")) return;
        Optional<Stage> stage =
                pipelines.stage(after(table, before, all, "pipeline"), after(table, before, all, "dealstage"));
        if (stage.isEmpty()) return;
        String amount = after(table, before, all, "amount");
        all.put("hs_is_closed", Boolean.toString(stage.get().closed()));
        all.put("hs_is_closed_won", Boolean.toString(stage.get().won()));
        all.put(
                "hs_deal_stage_probability",
                new BigDecimal(stage.get().probability()).stripTrailingZeros().toPlainString());
        all.put("hs_closed_amount", stage.get().won() ? amount.isEmpty() ? "0" : amount : "0");
        String close = after(table, before, all, "closedate");
        if (close.isEmpty()) return;
        Instant created = Instant.ofEpochMilli(before == null ? now : before.created());
        long days = Math.max(0, Duration.between(created, Instant.parse(close)).toDays());
        all.put("days_to_close", Long.toString(days));
    }

    /** {@code hs_date_entered_<stage>} and {@code hs_date_exited_<stage>}: only the latest entry is kept. */
    private static void enter(
            ObjectTable table, @Nullable CrmObject before, Map<String, String> all, String property, long now) {
        String next = all.getOrDefault(property, "");
        String held = before == null ? null : table.value(before, property);
        if (next.equals(held == null ? "" : held)) return;
        String stamp = Instant.ofEpochMilli(now).toString();
        if (!next.isEmpty()) all.putIfAbsent("hs_date_entered_" + next, stamp);
        if (held != null) all.putIfAbsent("hs_date_exited_" + held, stamp);
        for (String name : List.copyOf(all.keySet())) {
            boolean stageDate = name.startsWith("hs_date_entered_") || name.startsWith("hs_date_exited_");
            if (stageDate && !table.properties().has(name)) table.properties().defineStageDate(name, now);
        }
    }

    private static String after(
            ObjectTable table, @Nullable CrmObject before, Map<String, String> all, String property) {
        String sent = all.get(property);
        if (sent != null) return sent;
        String held = before == null ? null : table.value(before, property);
        return held == null ? "" : held;
    }
}
