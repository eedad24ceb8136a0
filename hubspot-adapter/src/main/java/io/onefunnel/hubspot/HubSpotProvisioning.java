package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.model.Field;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.Stage;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Provisioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates our properties in a group of their own, the association label for referrals, and the custom event for
 * outcomes where one is configured; deletes nothing. Who stops using OneFunnel can have the properties archived: HubSpot
 * keeps archived properties for ninety days. The event stays: deleting it deletes what it told, and its name can never be
 * used again (guide "Define custom events").
 */
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
    private final Optional<OutcomeEvent> outcomeEvent;

    HubSpotProvisioning(HubSpotHttp http, HubSpotPaths paths, Ids ids, Optional<OutcomeEvent> outcomeEvent) {
        this.http = http;
        this.paths = paths;
        this.ids = ids;
        this.outcomeEvent = outcomeEvent;
    }

    @Override
    public List<Step> plan() {
        return whole("its property definitions", this::planned);
    }

    @Override
    public List<Step> apply(List<Step> steps) {
        return whole("a property definition", () -> applied(steps));
    }

    @Override
    public List<Step> removable() {
        return whole("its property definitions", () -> {
            List<Step> steps = new ArrayList<>();
            present().forEach(wanted -> steps.add(step(wanted)));
            if (ReferralWrites.find(http, paths).isPresent()) steps.add(LABEL);
            return steps;
        });
    }

    @Override
    public List<Step> remove(List<Step> steps) {
        return whole("to archive a property", () -> {
            List<Step> done = new ArrayList<>();
            for (Wanted wanted : present()) {
                if (!steps.contains(step(wanted))) continue;
                http.delete(Operation.write("archive property"), paths.property(wanted.type(), wanted.name()));
                done.add(step(wanted));
            }
            Optional<Integer> label = steps.contains(LABEL) ? ReferralWrites.find(http, paths) : Optional.empty();
            label.ifPresent(id -> {
                http.delete(
                        Operation.write("archive association label"),
                        paths.associationLabel(ReferralWrites.TYPE, ReferralWrites.TYPE, id));
                done.add(LABEL);
            });
            return done;
        });
    }

    private static <T> T whole(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            throw e.ofWhole(what);
        }
    }

    private List<Step> planned() {
        List<Step> steps = new ArrayList<>();
        missing().forEach(wanted -> steps.add(step(wanted)));
        if (ReferralWrites.find(http, paths).isEmpty()) steps.add(LABEL);
        outcomeEvent.ifPresent(event -> missing(event).forEach(each -> steps.add(step(event, each))));
        return steps;
    }

    /** A portal without the product keeps the rest of its provisioning; doctor says what it lacks. */
    private static List<String> missing(OutcomeEvent event) {
        try {
            return event.missing();
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.PERMISSION_MISSING) throw e;
            return List.of();
        }
    }

    private static Step step(OutcomeEvent event, String missing) {
        String what = "custom event " + event.name() + " of contacts";
        return new Step(missing.isEmpty() ? what : what + ": property " + missing, false);
    }

    private List<Step> applied(List<Step> steps) {
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
        outcomeEvent.ifPresent(event -> {
            for (String each : missing(event)) {
                if (!steps.contains(step(event, each))) continue;
                ignoreExisting(() -> event.create(each));
                done.add(step(event, each));
            }
        });
        return done;
    }

    private List<Wanted> missing() {
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        return all().stream().filter(each -> !isThere(each, held)).toList();
    }

    private List<Wanted> present() {
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        return all().stream().filter(each -> isThere(each, held)).toList();
    }

    private boolean isThere(Wanted wanted, Map<String, PropertyDefinitions> held) {
        return held.computeIfAbsent(wanted.type(), type -> PropertyDefinitions.of(http, paths, type))
                .has(wanted.name());
    }

    private Collection<Wanted> all() {
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
        return wanted.values();
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
                .put("description", description(wanted))
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

    private static String description(Wanted wanted) {
        if (wanted.field().isEmpty()) return "Lets OneFunnel find its own task again. Not for people.";
        Field field = wanted.field().get();
        return switch (field.writer()) {
            case PERSON -> "For people to answer; read by OneFunnel (" + field.key() + ").";
            case ONEFUNNEL -> "Kept by OneFunnel (" + field.key() + "): what people write here is overwritten.";
            case SOURCE -> "Read by OneFunnel (" + field.key() + ").";
        };
    }

    private static String words(String value) {
        String lower = value.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        return lower.length() < 2 ? value : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }
}
