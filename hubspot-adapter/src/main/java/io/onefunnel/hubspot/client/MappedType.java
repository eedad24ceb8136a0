package io.onefunnel.hubspot.client;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A type of the mapping with what the adapter knows of it.
 *
 * <p>Options: {@code object} is the object type to read when it is not the type's own name; {@code modified} the
 * property whose change makes a record new (for records that are an event of another object); {@code history} names
 * properties whose earlier values are wanted; {@code list} the id of a list whose members are meant; {@code form} the id of
 * a form whose submissions are; {@code optional} is true for an object type that a portal may not have
 * bought, whose absence is no error.
 */
public final class MappedType {
    private static final String ASSOCIATIONS = "associations/";
    private static final Set<String> MERGED = Set.of("contacts", "companies", "deals");
    /** Listed nightly against gaps of the search index; activities are too many for that. */
    private static final Map<String, RecordKind> MAIN =
            Map.of("contacts", RecordKind.PERSON, "companies", RecordKind.COMPANY, "deals", RecordKind.OPPORTUNITY);

    private final Mapping.Type mapping;
    private final String object;
    private final boolean event;
    private final Set<String> properties;
    private final Set<String> associations;
    private final List<String> history;

    MappedType(Mapping.Type mapping) {
        this.mapping = mapping;
        object = mapping.options().getOrDefault("object", mapping.name());
        event = mapping.options().containsKey("modified");
        history = Arrays.stream(mapping.options().getOrDefault("history", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        associations = Collections.unmodifiableSet(linkedTypes());
        properties = Collections.unmodifiableSet(read());
    }

    public Mapping.Type mapping() {
        return mapping;
    }

    public String name() {
        return mapping.name();
    }

    public RecordKind kind() {
        return mapping.kind();
    }

    /** The vendor's object type, which several types of the mapping may share. */
    public String object() {
        return object;
    }

    /** Contacts: lastmodifieddate; everything else hs_lastmodifieddate (guide "search the CRM"). */
    public String modified() {
        String standard = object.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
        return mapping.options().getOrDefault("modified", standard);
    }

    /** An event that an object's properties tell of: a contact's latest conversion. */
    public boolean isEventOfObject() {
        return event;
    }

    /** The id of the list whose memberships these are; the empty text when they are something else. */
    public String list() {
        return mapping.options().getOrDefault("list", "");
    }

    public boolean isOfList() {
        return !list().isEmpty();
    }

    /** The id of the form whose submissions these are; the empty text when they are something else. */
    public String form() {
        return mapping.options().getOrDefault("form", "");
    }

    public boolean isOfForm() {
        return !form().isEmpty();
    }

    /** Whether these are objects of the CRM, which are listed, searched and read by id. */
    public boolean isObject() {
        return !isOwners() && !isOfList() && !isOfForm();
    }

    public boolean isOwners() {
        return object.equals("owners");
    }

    /** Part of a product that not every portal has: leads need Sales Hub Professional (leads guide). */
    public boolean isOptional() {
        return mapping.options().getOrDefault("optional", "false").equals("true");
    }

    public boolean merges() {
        return MERGED.contains(object) && !event;
    }

    /** Whether this is the object's own record: contacts as people, companies as companies, deals as opportunities. */
    public boolean isMain() {
        return !event && MAIN.get(object) == kind();
    }

    /**
     * Vendor ids are numbers by type, and types share kinds: everything but contacts as people, companies as companies,
     * deals as opportunities and owners as users carries its type in front.
     */
    public boolean hasPlainIds() {
        return isOwners() || isMain();
    }

    public List<String> history() {
        return history;
    }

    /** The properties to ask for: mapped fields, links that are properties, and what changes are made of. */
    public Set<String> properties() {
        return properties;
    }

    /** The object types whose links are kept apart: "companies" of "associations/companies". */
    public Set<String> associations() {
        return associations;
    }

    public static boolean isAssociation(String link) {
        return link.startsWith(ASSOCIATIONS);
    }

    public static String associated(String link) {
        return link.substring(ASSOCIATIONS.length());
    }

    public Map<LinkRole, List<String>> links() {
        return mapping.links();
    }

    private Set<String> read() {
        Set<String> names = new LinkedHashSet<>(mapping.fetched());
        mapping.links()
                .values()
                .forEach(links ->
                        links.stream().filter(link -> !isAssociation(link)).forEach(names::add));
        if (merges()) names.add(HubSpotObjects.MERGED);
        if (merges() && object.equals("contacts")) names.add(HubSpotObjects.MERGED_VIDS);
        if (event) names.add(modified());
        return names;
    }

    private Set<String> linkedTypes() {
        Set<String> types = new LinkedHashSet<>();
        mapping.links()
                .values()
                .forEach(links -> links.stream()
                        .filter(MappedType::isAssociation)
                        .map(MappedType::associated)
                        .forEach(types::add));
        return types;
    }

    @Override
    public String toString() {
        return name();
    }
}
