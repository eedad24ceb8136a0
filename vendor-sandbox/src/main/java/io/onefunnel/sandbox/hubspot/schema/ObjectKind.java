package io.onefunnel.sandbox.hubspot.schema;

import io.onefunnel.sandbox.hubspot.api.Refusal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The object types the portal keeps, with what differs between them. */
public enum ObjectKind {
    CONTACTS("0-1", "contact", "contacts", "createdate", "lastmodifieddate", List.of("email", "firstname", "lastname")),
    COMPANIES("0-2", "company", "companies", "createdate", "hs_lastmodifieddate", List.of("domain", "name")),
    DEALS(
            "0-3",
            "deal",
            "deals",
            "createdate",
            "hs_lastmodifieddate",
            List.of("amount", "closedate", "dealname", "dealstage", "pipeline")),
    COMMUNICATIONS("0-18", "communication", "communications"),
    TASKS("0-27", "task", "tasks"),
    NOTES("0-46", "note", "notes"),
    MEETINGS("0-47", "meeting", "meetings"),
    CALLS("0-48", "call", "calls"),
    EMAILS("0-49", "email", "emails"),
    LEADS("0-136", "lead", "leads");

    private static final Map<String, ObjectKind> BY_NAME = new HashMap<>();

    static {
        for (ObjectKind kind : values()) {
            BY_NAME.put(kind.typeId, kind);
            BY_NAME.put(kind.singular, kind);
            BY_NAME.put(kind.plural, kind);
        }
    }

    private final String typeId;
    private final String singular;
    private final String plural;
    private final String created;
    private final String modified;
    private final List<String> defaults;

    ObjectKind(String typeId, String singular, String plural, String created, String modified, List<String> defaults) {
        this.typeId = typeId;
        this.singular = singular;
        this.plural = plural;
        this.created = created;
        this.modified = modified;
        this.defaults = defaults;
    }

    ObjectKind(String typeId, String singular, String plural) {
        this(typeId, singular, plural, "hs_createdate", "hs_lastmodifieddate", List.of());
    }

    /** By type id, singular or plural, in any case: recorded clients send {@code Contact} and {@code 0-3} alike. */
    public static Optional<ObjectKind> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The type that a segment of a path names; another name is refused, a missing segment is an unknown path. */
    public static ObjectKind inPath(List<String> segments, int at) {
        if (segments.size() <= at) throw Refusal.htmlNotFound();
        return named(segments.get(at))
                .orElseThrow(() -> Refusal.validation("Unable to infer object type from: " + segments.get(at)));
    }

    public static ObjectKind of(String name) {
        return named(name)
                .orElseThrow(() -> new IllegalArgumentException("no object type \"" + name + "\"; there are "
                        + Arrays.stream(values()).map(ObjectKind::plural).toList()));
    }

    public String typeId() {
        return typeId;
    }

    public String singular() {
        return singular;
    }

    public String plural() {
        return plural;
    }

    public String created() {
        return created;
    }

    public String modified() {
        return modified;
    }

    /** What is answered when no property is asked for, besides the id and the two stamps. */
    public List<String> defaults() {
        return defaults;
    }

    /** Where {@code query} of a search looks; HubSpot's full lists are longer. */
    public List<String> searched() {
        return switch (this) {
            case CONTACTS ->
                List.of("firstname", "lastname", "email", "hs_additional_emails", "phone", "mobilephone", "company");
            case COMPANIES -> List.of("name", "domain", "website", "phone");
            case LEADS -> List.of("hs_lead_name");
            case CALLS -> List.of("hs_call_title", "hs_call_body");
            case EMAILS -> List.of("hs_email_subject");
            case MEETINGS -> List.of("hs_meeting_title", "hs_meeting_body");
            case NOTES -> List.of("hs_note_body");
            case TASKS -> List.of("hs_task_subject", "hs_task_body");
            case COMMUNICATIONS -> List.of("hs_communication_body");
            case DEALS -> defaults;
        };
    }

    /** Leads cannot be merged, activities neither. */
    public boolean merges() {
        return this == CONTACTS || this == COMPANIES || this == DEALS;
    }

    public boolean isActivity() {
        return created.equals("hs_createdate") && this != LEADS;
    }

    /** Any one of these lets a client read the type: calls, meetings, notes, tasks ride on the contacts scopes. */
    public List<String> readScopes() {
        return List.of(scope() + ".read");
    }

    public List<String> writeScopes() {
        return List.of(scope() + ".write");
    }

    private String scope() {
        return isActivity() ? "crm.objects.contacts" : "crm.objects." + plural;
    }
}
