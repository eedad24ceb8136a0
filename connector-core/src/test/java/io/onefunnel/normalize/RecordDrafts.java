package io.onefunnel.normalize;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.Mapping.Source;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Vendor records in the making, and the mapping that reads them. */
final class RecordDrafts {
    static final ConnectionId HERE = new ConnectionId("here");
    private static final Instant VERSION = Instant.parse("2026-03-02T12:00:00Z");

    private RecordDrafts() {}

    static Mapping mapping() {
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        Map<Field, Source> lead = new HashMap<>();
        lead.put(Field.FIRST_NAME, Source.of("FirstName"));
        lead.put(Field.LAST_NAME, Source.of("LastName"));
        lead.put(Field.EMAIL, Source.of("Email"));
        lead.put(Field.OTHER_EMAILS, Source.of("MoreEmails"));
        lead.put(Field.PHONE, Source.of("Phone"));
        lead.put(Field.MOBILE_PHONE, Source.of("MobilePhone"));
        lead.put(Field.TITLE, Source.of("Title"));
        lead.put(Field.COMPANY, Source.of("Company"));
        lead.put(Field.COUNTRY, Source.of("Country"));
        lead.put(Field.WEBSITE, new Source(List.of("Website1", "Website2"), Map.of(), Optional.empty()));
        lead.put(Field.EMPLOYEES, Source.of("Employees"));
        lead.put(Field.EMAIL_OPT_OUT, Source.of("OptOut"));
        lead.put(Field.CREATED_AT, Source.of("Created"));
        lead.put(Field.CRM_CONTACT_ID, Source.of("CrmContact"));
        lead.put(
                Field.STATUS,
                new Source(List.of("Status"), Map.of("Working - Contacted", "WORKING"), Optional.of("NEW")));
        lead.put(Field.LIFECYCLE, new Source(List.of("Lifecycle"), Map.of("customer", "WON"), Optional.empty()));
        lead.put(Field.OF_SCORE, Source.of("Score"));
        lead.put(Field.OF_SCORE_REASONS, Source.of("Reasons"));
        lead.put(Field.OF_OUTCOME, Source.of("Outcome"));
        types.put("Lead", type("Lead", RecordKind.PERSON, PersonType.PROSPECT, lead, Map.of()));
        types.put(
                "Deal",
                type(
                        "Deal",
                        RecordKind.OPPORTUNITY,
                        PersonType.PERSON,
                        Map.of(
                                Field.CREATED_AT, Source.of("Created"),
                                Field.DEAL_STAGE, Source.of("Stage"),
                                Field.AMOUNT, Source.of("Amount"),
                                Field.CURRENCY, Source.of("Currency"),
                                Field.CLOSE_DATE, Source.of("CloseDate"),
                                Field.CLOSED_AT, Source.of("ClosedAt"),
                                Field.IS_CLOSED, Source.of("IsClosed")),
                        Map.of()));
        types.put(
                "Role",
                type(
                        "Role",
                        RecordKind.CONTACT_ROLE,
                        PersonType.PERSON,
                        Map.of(Field.IS_PRIMARY, Source.of("Primary")),
                        Map.of()));
        types.put(
                "Call",
                type(
                        "Call",
                        RecordKind.TOUCH,
                        PersonType.PERSON,
                        Map.of(
                                Field.OCCURRED_AT, Source.of("At"),
                                Field.STATUS,
                                        new Source(List.of("Status"), Map.of("Completed", "DONE"), Optional.of("OPEN")),
                                Field.RESULT,
                                        new Source(
                                                List.of("Result"),
                                                Map.of("Left Voicemail", "LEFT_VOICEMAIL"),
                                                Optional.of("NONE")),
                                Field.CHANNEL, new Source(List.of(), Map.of(), Optional.of("CALL"))),
                        Map.of()));
        types.put(
                "Form",
                type(
                        "Form",
                        RecordKind.RESPONSE,
                        PersonType.PERSON,
                        Map.of(
                                Field.OCCURRED_AT, Source.of("At"),
                                Field.SUBJECT, Source.of("Name"),
                                Field.CHANNEL, new Source(List.of(), Map.of(), Optional.of("FORM"))),
                        Map.of(LinkRole.PERSON, List.of("leadId"))));
        types.put(
                "Member",
                type(
                        "Member",
                        RecordKind.RESPONSE,
                        PersonType.PERSON,
                        Map.of(
                                Field.OCCURRED_AT,
                                new Source(List.of("Responded", "Created"), Map.of(), Optional.empty())),
                        Map.of()));
        types.put(
                "Event",
                type(
                        "Event",
                        RecordKind.MEETING,
                        PersonType.PERSON,
                        Map.of(
                                Field.START_AT, Source.of("Start"),
                                Field.DURATION_MINUTES, Source.of("Minutes"),
                                Field.LOCATION, Source.of("Where"),
                                Field.MEETING_OUTCOME,
                                        new Source(
                                                List.of("Outcome"),
                                                Map.of("No Show", "NO_SHOW"),
                                                Optional.of("UNKNOWN"))),
                        Map.of()));
        types.put(
                "User",
                type(
                        "User",
                        RecordKind.USER,
                        PersonType.PERSON,
                        Map.of(
                                Field.ACTIVE, Source.of("Active"),
                                Field.TIME_ZONE, Source.of("Zone"),
                                Field.USER_TYPE, Source.of("Type"),
                                Field.USER_EMAIL, Source.of("Email")),
                        Map.of()));
        return new Mapping(types);
    }

    private static Mapping.Type type(
            String name,
            RecordKind kind,
            PersonType personType,
            Map<Field, Source> fields,
            Map<LinkRole, List<String>> links) {
        return new Mapping.Type(name, kind, personType, fields, links, Set.of(), Map.of());
    }

    static RawDraft raw(String type) {
        return raw(type, "1");
    }

    static RawDraft raw(String type, String id) {
        Mapping.Type mapped = mapping().types().get(type);
        RecordKind kind = mapped == null ? RecordKind.PERSON : mapped.kind();
        return new RawDraft(
                type, new SourceRef(HERE, kind, id), mapped == null ? Set.of() : new HashSet<>(mapped.fetched()));
    }

    /** A vendor record of which everything mapped was fetched, unless it is said otherwise. */
    static final class RawDraft {
        private final String type;
        private final SourceRef ref;
        private final Set<String> fetched;
        private final Map<String, String> fields = new HashMap<>();
        private final Map<LinkRole, List<String>> links = new HashMap<>();
        private final List<Change.FieldChange> history = new ArrayList<>();
        private Instant version = VERSION;

        RawDraft(String type, SourceRef ref, Set<String> fetched) {
            this.type = type;
            this.ref = ref;
            this.fetched = fetched;
        }

        RawDraft with(String field, String value) {
            fields.put(field, value);
            return this;
        }

        RawDraft without(String field) {
            fields.remove(field);
            return this;
        }

        RawDraft unfetched(String field) {
            fetched.remove(field);
            return this;
        }

        RawDraft link(LinkRole role, String id) {
            links.computeIfAbsent(role, unused -> new ArrayList<>()).add(id);
            return this;
        }

        RawDraft history(String field, String from, String to, String at) {
            history.add(new Change.FieldChange(field, from, to, Instant.parse(at)));
            return this;
        }

        RawDraft version(String instant) {
            version = Instant.parse(instant);
            return this;
        }

        Change.Present build() {
            return new Change.Present(ref, type, version, fields, fetched, links, history);
        }
    }
}
