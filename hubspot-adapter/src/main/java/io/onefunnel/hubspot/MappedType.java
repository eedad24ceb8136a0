package io.onefunnel.hubspot;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A type of the mapping with what the adapter knows of it.
 *
 * <p>Options: {@code object} is the object type to read when it is not the type's own name; {@code modified} the
 * property whose change makes a record new (for records that are an event of another object); {@code history} names
 * properties whose earlier values are wanted.
 */
record MappedType(Mapping.Type mapping) {
    private static final String ASSOCIATIONS = "associations/";
    private static final Set<String> MERGED = Set.of("contacts", "companies", "deals");
    private static final Map<String, RecordKind> MAIN =
            Map.of("contacts", RecordKind.PERSON, "companies", RecordKind.COMPANY, "deals", RecordKind.OPPORTUNITY);

    String name() {
        return mapping.name();
    }

    RecordKind kind() {
        return mapping.kind();
    }

    /** The vendor's object type. */
    String object() {
        return mapping.options().getOrDefault("object", mapping.name());
    }

    /** Contacts: lastmodifieddate; everything else hs_lastmodifieddate (guide "search the CRM"). */
    String modified() {
        String standard = object().equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
        return mapping.options().getOrDefault("modified", standard);
    }

    /** An event that an object's properties tell of: a contact's latest conversion. */
    boolean isEventOfObject() {
        return mapping.options().containsKey("modified");
    }

    boolean isOwners() {
        return object().equals("owners");
    }

    boolean merges() {
        return MERGED.contains(object()) && !isEventOfObject();
    }

    /**
     * Vendor ids are numbers by type, and types share kinds: everything but contacts as people, companies as companies,
     * deals as opportunities and owners as users carries its type in front.
     */
    boolean hasPlainIds() {
        return isOwners() || !isEventOfObject() && MAIN.get(object()) == kind();
    }

    List<String> history() {
        return Arrays.stream(mapping.options().getOrDefault("history", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The properties to ask for: mapped fields, links that are properties, and what changes are made of. */
    Set<String> properties() {
        Set<String> names = new LinkedHashSet<>(mapping.fetched());
        mapping.links()
                .values()
                .forEach(links -> links.stream()
                        .filter(link -> !link.startsWith(ASSOCIATIONS))
                        .forEach(names::add));
        if (merges()) names.add("hs_merged_object_ids");
        if (isEventOfObject()) names.add(modified());
        return names;
    }

    /** The object types whose links are kept apart: "companies" of "associations/companies". */
    Set<String> associations() {
        Set<String> types = new LinkedHashSet<>();
        mapping.links()
                .values()
                .forEach(links -> links.stream()
                        .filter(link -> link.startsWith(ASSOCIATIONS))
                        .map(link -> link.substring(ASSOCIATIONS.length()))
                        .forEach(types::add));
        return types;
    }

    static boolean isAssociation(String link) {
        return link.startsWith(ASSOCIATIONS);
    }

    static String associated(String link) {
        return link.substring(ASSOCIATIONS.length());
    }

    Map<LinkRole, List<String>> links() {
        return mapping.links();
    }
}
