package io.onefunnel.hubspot.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.MappedTypes;
import io.onefunnel.hubspot.client.Operation;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.PropertyDefinitions;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.WholeAnswer;
import io.onefunnel.hubspot.write.OutcomeEvent;
import io.onefunnel.hubspot.write.ReferralLabel;
import io.onefunnel.hubspot.write.TaskWriter;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Provisioning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Creates our properties in a group of their own, the association label for referrals, and the custom event for
 * outcomes where one is configured; deletes nothing. Who stops using OneFunnel can have the properties archived: HubSpot
 * keeps archived properties for ninety days. The event stays: deleting it deletes what it told, and its name can never be
 * used again (guide "Define custom events").
 */
public final class HubSpotProvisioning implements Provisioning {
    private static final Step LABEL = new Step(
            "association label \"" + ReferralLabel.LABEL + "\" between contacts (" + ReferralLabel.NAME + ")", false);

    private final HubSpotClient client;
    private final HubSpotPaths paths;
    private final MappedTypes types;
    private final ReferralLabel label;
    private final Optional<OutcomeEvent> outcomeEvent;

    public HubSpotProvisioning(Portal portal, Optional<OutcomeEvent> outcomeEvent) {
        client = portal.client(Use.WRITE);
        paths = portal.paths();
        types = portal.types();
        label = new ReferralLabel(client, paths);
        this.outcomeEvent = outcomeEvent;
    }

    @Override
    public List<Step> plan() {
        return RefusedException.translating("its property definitions", this::planned);
    }

    @Override
    public List<Step> apply(List<Step> steps) {
        return RefusedException.translating("a property definition", () -> applied(steps));
    }

    @Override
    public List<Step> removable() {
        return RefusedException.translating("its property definitions", () -> {
            List<Step> steps = new ArrayList<>();
            present().forEach(property -> steps.add(step(property)));
            if (label.find().isPresent()) steps.add(LABEL);
            return steps;
        });
    }

    @Override
    public List<Step> remove(List<Step> steps) {
        return RefusedException.translating("to archive a property", () -> {
            List<Step> done = new ArrayList<>();
            for (OwnProperty property : present()) {
                if (!steps.contains(step(property))) continue;
                client.delete(Operation.write("archive property"), paths.property(property.type(), property.name()));
                done.add(step(property));
            }
            Optional<Integer> held = steps.contains(LABEL) ? label.find() : Optional.empty();
            held.ifPresent(id -> {
                label.archive(id);
                done.add(LABEL);
            });
            return done;
        });
    }

    private List<Step> planned() {
        List<Step> steps = new ArrayList<>();
        missing().forEach(property -> steps.add(step(property)));
        differing((property, fit) -> steps.add(new Step(optionsOf(fit), false)), steps::add);
        if (label.find().isEmpty()) steps.add(LABEL);
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

    private static Step step(OwnProperty property) {
        return new Step(property.qualifiedName() + " (" + property.valueType() + ")", false);
    }

    private List<Step> applied(List<Step> steps) {
        if (steps.isEmpty()) return List.of();
        List<Step> done = new ArrayList<>();
        Map<String, List<OwnProperty>> byType = new LinkedHashMap<>();
        for (OwnProperty property : missing()) {
            if (!steps.contains(step(property))) continue;
            byType.computeIfAbsent(property.type(), key -> new ArrayList<>()).add(property);
        }
        byType.forEach((type, some) -> {
            createGroup(type);
            some.forEach(property -> {
                create(property);
                done.add(step(property));
            });
        });
        differing(
                (property, fit) -> {
                    Step step = new Step(optionsOf(fit), false);
                    if (!steps.contains(step)) return;
                    addOptions(property, fit);
                    done.add(step);
                },
                byHand -> {});
        if (steps.contains(LABEL) && label.find().isEmpty()) {
            label.create();
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

    private List<OwnProperty> missing() {
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        return all().stream().filter(each -> !isThere(each, held)).toList();
    }

    /** Options that a property of ours lacks can be added; its type is whoever's who made it. */
    private void differing(BiConsumer<OwnProperty, PropertyFit> options, Consumer<Step> byHand) {
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        for (OwnProperty property : all()) {
            if (!isThere(property, held)) continue;
            PropertyFit fit = new PropertyFit(property, definitions(property.type(), held));
            if (!fit.missingOptions().isEmpty()) options.accept(property, fit);
            fit.differences(true).stream()
                    .filter(difference ->
                            difference.refused() && !difference.what().equals(optionsOf(fit)))
                    .forEach(difference -> byHand.accept(new Step(
                            difference.what() + ": archive it in HubSpot, by hand, to have it made again", false)));
        }
    }

    private static String optionsOf(PropertyFit fit) {
        return fit.optionsWords(fit.missingOptions());
    }

    private void addOptions(OwnProperty property, PropertyFit fit) {
        List<JsonNode> options = new ArrayList<>(
                definitions(property.type(), new LinkedHashMap<>()).optionNodes(property.name()));
        fit.missingOptions().forEach(each -> options.add(OwnProperty.option(each, options.size())));
        ObjectNode body = Json.object();
        body.putArray("options").addAll(options);
        client.patch(
                Operation.write("add options"),
                paths.property(property.type(), property.name()),
                body,
                WholeAnswer.object("name", "options"));
    }

    private List<OwnProperty> present() {
        Map<String, PropertyDefinitions> held = new LinkedHashMap<>();
        return all().stream().filter(each -> isThere(each, held)).toList();
    }

    private boolean isThere(OwnProperty property, Map<String, PropertyDefinitions> held) {
        return definitions(property.type(), held).has(property.name());
    }

    private PropertyDefinitions definitions(String type, Map<String, PropertyDefinitions> held) {
        return held.computeIfAbsent(type, each -> PropertyDefinitions.of(client, paths, each));
    }

    private Collection<OwnProperty> all() {
        Map<String, OwnProperty> all = new LinkedHashMap<>();
        for (MappedType type : types.all()) {
            type.mapping()
                    .fields()
                    .forEach((field, source) -> source.from().stream()
                            .filter(name -> name.startsWith(OwnProperty.PREFIX))
                            .map(name -> new OwnProperty(type.object(), name, Optional.of(field)))
                            .forEach(each -> all.putIfAbsent(each.qualifiedName(), each)));
        }
        OwnProperty ledger = new OwnProperty(TaskWriter.TYPE, TaskWriter.LEDGER_KEY, Optional.empty());
        all.put(ledger.qualifiedName(), ledger);
        return all.values();
    }

    private void createGroup(String type) {
        ObjectNode body = Json.object().put("name", OwnProperty.GROUP).put("label", "OneFunnel");
        ignoreExisting(() -> client.post(
                Operation.write("create property group"),
                paths.propertyGroups(type),
                body,
                WholeAnswer.object("name")));
    }

    private void create(OwnProperty property) {
        ignoreExisting(() -> client.post(
                Operation.write("create property"),
                paths.properties(property.type()),
                property.definition(),
                WholeAnswer.object("name")));
    }

    /** 409: somebody else, or a former run whose answer was lost, created it. */
    private static void ignoreExisting(Runnable creation) {
        try {
            creation.run();
        } catch (RefusedException e) {
            if (e.error().status() != 409) throw e;
        }
    }
}
