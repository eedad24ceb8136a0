package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.model.Field;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.Stage;
import io.onefunnel.spi.Provisioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates our properties in a group of their own, and the association label for referrals. Deletes nothing. */
final class HubSpotProvisioning implements Provisioning {
    private static final String PREFIX = "onefunnel_";
    private static final String GROUP = "onefunnel";

    /** A property to create. */
    private record Wanted(String type, String name, Optional<Field> field) {
        String what() {
            return type + "." + name;
        }
    }

    private static final Step LABEL = new Step(
            "association label \"" + ReferralWrites.LABEL + "\" between contacts (" + ReferralWrites.LABEL_NAME + ")",
            false);

    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final Ids ids;

    HubSpotProvisioning(HubSpotHttp http, HubSpotPaths paths, Ids ids) {
        this.http = http;
        this.paths = paths;
        this.ids = ids;
    }

    @Override
    public List<Step> plan() {
        List<Step> steps = new ArrayList<>();
        missing().forEach(wanted -> steps.add(step(wanted)));
        if (ReferralWrites.find(http, paths).isEmpty()) steps.add(LABEL);
        return steps;
    }

    @Override
    public List<Step> apply(List<Step> steps) {
        if (steps.isEmpty()) return List.of();
        List<Step> done = new ArrayList<>();
        Map<String, List<Wanted>> byType = new LinkedHashMap<>();
        for (Wanted wanted : missing()) {
            if (!steps.contains(step(wanted))) continue;
            byType.computeIfAbsent(wanted.type(), key -> new ArrayList<>()).add(wanted);
        }
        byType.forEach((type, some) -> {
            createGroup(type);
            some.forEach(wanted -> {
                create(wanted);
                done.add(step(wanted));
            });
        });
        if (steps.contains(LABEL) && ReferralWrites.find(http, paths).isEmpty()) {
            createLabel();
            done.add(LABEL);
        }
        return done;
    }

    private List<Wanted> missing() {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (MappedType type : ids.all()) {
            type.mapping()
                    .fields()
                    .forEach((field, source) -> source.from().stream()
                            .filter(name -> name.startsWith(PREFIX))
                            .map(name -> new Wanted(type.object(), name, Optional.of(field)))
                            .forEach(each -> wanted.putIfAbsent(each.what(), each)));
        }
        Wanted ledger = new Wanted(TaskWrites.TYPE, TaskWrites.LEDGER_KEY, Optional.empty());
        wanted.put(ledger.what(), ledger);
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        return wanted.values().stream()
                .filter(each -> !held.computeIfAbsent(each.type(), type -> PropertyDefinitions.of(http, paths, type))
                        .has(each.name()))
                .toList();
    }

    private static Step step(Wanted wanted) {
        return new Step(wanted.what() + " (" + type(wanted) + ")", false);
    }

    private void createGroup(String type) {
        ObjectNode body = Json.object().put("name", GROUP).put("label", "OneFunnel");
        ignoreExisting(() -> http.post(Operation.write("create property group"), paths.propertyGroups(type), body));
    }

    private void create(Wanted wanted) {
        ObjectNode body = Json.object()
                .put("name", wanted.name())
                .put("label", label(wanted))
                .put("groupName", GROUP)
                .put("type", type(wanted))
                .put("fieldType", fieldType(wanted));
        if (wanted.field().isEmpty()) body.put("hasUniqueValue", true);
        List<String> values = options(wanted);
        if (!values.isEmpty() || type(wanted).equals("bool")) {
            ArrayNode options = body.putArray("options");
            List<String> all = values.isEmpty() ? List.of("true", "false") : values;
            for (int i = 0; i < all.size(); i++) {
                options.addObject()
                        .put("label", words(all.get(i)))
                        .put("value", all.get(i))
                        .put("displayOrder", i)
                        .put("hidden", false);
            }
        }
        ignoreExisting(() -> http.post(Operation.write("create property"), paths.properties(wanted.type()), body));
    }

    private void createLabel() {
        ObjectNode body = Json.object()
                .put("label", ReferralWrites.LABEL)
                .put("name", ReferralWrites.LABEL_NAME)
                .put("inverseLabel", ReferralWrites.INVERSE);
        http.post(
                Operation.write("create association label"),
                paths.associations(ReferralWrites.TYPE, ReferralWrites.TYPE, "labels"),
                body);
    }

    /** 409: somebody else, or a former run whose answer was lost, created it. */
    private static void ignoreExisting(Runnable creation) {
        try {
            creation.run();
        } catch (RefusedException e) {
            if (e.failure().status() != 409) throw e;
        }
    }

    private static String type(Wanted wanted) {
        if (wanted.field().isEmpty()) return "string";
        if (!options(wanted).isEmpty()) return "enumeration";
        return switch (wanted.field().get().type()) {
            case NUMBER -> "number";
            case INSTANT -> "datetime";
            case DAY -> "date";
            case BOOLEAN -> "bool";
            // Reasons and other words that the framework defines change with it: text takes any of them.
            default -> "string";
        };
    }

    private static String fieldType(Wanted wanted) {
        return switch (type(wanted)) {
            case "number" -> "number";
            case "datetime", "date" -> "date";
            case "bool" -> "booleancheckbox";
            case "enumeration" -> "select";
            default ->
                wanted.field()
                                .filter(field -> field.type() == io.onefunnel.model.ValueType.LONG_TEXT)
                                .isPresent()
                        ? "textarea"
                        : "text";
        };
    }

    /** Choices that the funnel itself defines. */
    private static List<String> options(Wanted wanted) {
        if (wanted.field().isEmpty()) return List.of();
        return switch (wanted.field().get()) {
            case OF_STAGE -> names(Stage.values());
            case OF_GRADE -> List.of("A", "B", "C", "D");
            case OF_SLA_FIRST_TOUCH_STATUS,
                    OF_SLA_CADENCE_STATUS,
                    OF_SLA_RESOLUTION_STATUS,
                    OF_SLA_TAKEBACK_STATUS,
                    OF_SLA_MEETING_FEEDBACK_STATUS -> names(SlaTimer.Status.values());
            default -> List.of();
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static String label(Wanted wanted) {
        return "OneFunnel " + wanted.name().substring(PREFIX.length()).replace('_', ' ');
    }

    private static String words(String value) {
        String lower = value.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        return lower.length() < 2 ? value : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }
}
