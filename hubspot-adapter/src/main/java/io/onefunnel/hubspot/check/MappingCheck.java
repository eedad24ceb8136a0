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
import io.onefunnel.hubspot.write.FieldValues;
import io.onefunnel.hubspot.write.TaskWriter;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Readiness.Severity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the types and properties that the mapping names are there, and may be read and written. */
final class MappingCheck {
    private final HubSpotClient client;
    private final HubSpotClient writing;
    private final HubSpotPaths paths;
    private final MappedTypes types;
    private final Problems problems;

    MappingCheck(Portal portal, Problems problems) {
        client = portal.client();
        writing = portal.client(Use.WRITE);
        paths = portal.paths();
        types = portal.types();
        this.problems = problems;
    }

    void run() {
        Set<String> asked = new LinkedHashSet<>();
        for (MappedType type : types.all()) readable(type, asked);
        types.all().stream()
                .filter(type -> !type.mapping().writes().isEmpty())
                .map(MappedType::object)
                .distinct()
                .forEach(this::writable);
    }

    private void readable(MappedType type, Set<String> asked) {
        if (type.isOfForm()) {
            allowed(type, paths.formSubmissions(type.form()));
            return;
        }
        if (type.isOfList()) {
            if (allowed(type, paths.listMemberships(type.list()))) ofContacts(type);
            return;
        }
        if (!asked.add(type.object())) {
            if (!type.isOwners()) fields(type);
            return;
        }
        boolean readable =
                type.isOwners() ? allowed(type, paths.owners()) : allowed(type, paths.objects(type.object()));
        if (readable && !type.isOwners()) fields(type);
    }

    /** A list may hold companies or deals: joining one is then nobody's response. */
    private void ofContacts(MappedType type) {
        problems.asking("the list of " + type.name(), () -> {
            JsonNode list = client.get(
                            Operation.read("check"), paths.list(type.list()), Map.of(), WholeAnswer.object("list"))
                    .path("list");
            if (list.path("objectTypeId").asText("").equals("0-1")) return;
            problems.add(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.name() + ": the list " + type.list() + " is not one of contacts",
                    "map a list of contacts");
        });
    }

    private boolean allowed(MappedType type, String path) {
        Severity severity = type.isOptional() ? Severity.WARNS : Severity.LIMITS;
        try {
            client.get(Operation.read("check"), path, Map.of("limit", "1"), WholeAnswer.list());
            return true;
        } catch (AdapterException e) {
            problems.add(severity, type.object(), e);
        } catch (RefusedException e) {
            problems.add(
                    severity,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.object() + " cannot be read: " + e.error().summary(),
                    "take the type out of the mapping if this portal does not have it");
        }
        return false;
    }

    private void fields(MappedType type) {
        PropertyDefinitions definitions;
        try {
            definitions = PropertyDefinitions.of(client, paths, type.object());
        } catch (AdapterException e) {
            problems.add(Severity.LIMITS, "properties of " + type.object(), e);
            return;
        }
        for (Field field : List.of(Field.STATUS, Field.LIFECYCLE)) unnamed(type, field, definitions);
        fits(type, definitions);
        for (String name : definitions.missing(type.properties())) {
            problems.add(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_READABLE,
                    type.object() + "." + name + " is not there, or the token may not see it",
                    name.startsWith(OwnProperty.PREFIX)
                            ? "run `onefunnel provision`"
                            : "correct the mapping, or grant the scope for sensitive data");
        }
    }

    /** Whether the properties that are ours, or that are written, are of the kind that their fields are. */
    private void fits(MappedType type, PropertyDefinitions definitions) {
        Map<String, OwnProperty> wanted = new LinkedHashMap<>();
        type.mapping()
                .fields()
                .forEach((field, source) -> source.from().stream()
                        .filter(name -> name.startsWith(OwnProperty.PREFIX))
                        .forEach(name -> wanted.put(name, new OwnProperty(type.object(), name, Optional.of(field)))));
        for (Field field : type.mapping().writes()) {
            type.mapping().nameOf(field).ifPresent(name -> wanted.put(name, written(type, name, field)));
        }
        if (type.object().equals(TaskWriter.TYPE)) {
            wanted.put(
                    TaskWriter.LEDGER_KEY, new OwnProperty(TaskWriter.TYPE, TaskWriter.LEDGER_KEY, Optional.empty()));
        }
        wanted.values().stream()
                .filter(each -> definitions.has(each.name()))
                .forEach(each -> new PropertyFit(each, definitions)
                        .differences(each.isOurs())
                        .forEach(difference -> differs(each, difference)));
    }

    /** A field's own words, as the mapping translates them. */
    private static OwnProperty written(MappedType type, String name, Field field) {
        FieldValues values = new FieldValues(type.mapping());
        List<String> choices = field.choices().stream()
                .flatMap(choice -> values.vendorValue(field, choice).stream())
                .toList();
        return new OwnProperty(type.object(), name, Optional.of(field), choices);
    }

    private void differs(OwnProperty property, PropertyFit.Difference difference) {
        problems.add(
                difference.refused() ? Severity.LIMITS : Severity.WARNS,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                difference.what(),
                property.isOurs()
                        ? "run `onefunnel provision`, which adds options; a property of another type is to be archived in"
                                + " HubSpot first"
                        : "map the field to a property of its type, or add the options in HubSpot");
    }

    /** Admins add statuses and stages of their own: one that the mapping does not name is read as all others are. */
    private void unnamed(MappedType type, Field field, PropertyDefinitions definitions) {
        Mapping.Source source = type.mapping().fields().get(field);
        if (type.kind() != RecordKind.PERSON
                || source == null
                || source.values().isEmpty()) return;
        for (String property : source.from()) {
            List<String> unnamed = definitions.options(property).stream()
                    .filter(value -> source.values().keySet().stream().noneMatch(value::equalsIgnoreCase))
                    .toList();
            if (unnamed.isEmpty()) continue;
            problems.add(
                    Severity.WARNS,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.object() + "." + property + " has choices that the mapping does not name: "
                            + String.join(", ", unnamed)
                            + source.otherwise()
                                    .map(value -> "; each is read as " + value)
                                    .orElse("; they are not read"),
                    "name them under " + field.key() + " in the mapping");
        }
    }

    /**
     * An update of no record changes nothing, and is refused for a missing scope before anything else. Some accounts may
     * look at the body first; then a missing scope shows at the first write.
     */
    private void writable(String object) {
        ObjectNode nothing = Json.object();
        nothing.putArray("inputs");
        try {
            writing.post(Operation.read("check writing"), paths.batch(object, "update"), nothing, WholeAnswer::written);
        } catch (AdapterException e) {
            problems.add(Severity.LIMITS, object + " cannot be written", e);
        } catch (RefusedException e) {
            // The scope is there: what was refused is the empty body.
            return;
        }
    }
}
