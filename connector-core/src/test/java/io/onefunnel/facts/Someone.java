package io.onefunnel.facts;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person's record in the making: complete and owned by Lee, until something is taken away. */
public final class Someone {
    private final SourceRef ref;
    private final PersonType type;
    private Instant version = Case.at("2026-03-01T00:00");
    private Instant created = Case.at("2026-01-05T10:00");
    private PersonName name = new PersonName("Ada", "King", "ada", "king");
    private List<Email> emails = List.of(new Email("ada@acme.example", "ada@acme.example", Email.Kind.WORK));
    private String domain = "acme.example";
    private JobLevel level = JobLevel.UNKNOWN;
    private @Nullable LeadStatus status;
    private final Map<LinkRole, SourceRef> links = new EnumMap<>(LinkRole.class);
    private final Map<Field, String> values = new EnumMap<>(Field.class);

    public Someone(ConnectionId connection, String id, PersonType type) {
        this.ref = new SourceRef(connection, RecordKind.PERSON, id);
        this.type = type;
        values.put(Field.COMPANY, "Acme");
        links.put(LinkRole.OWNER, Case.LEE);
    }

    public static Someone prospect() {
        return new Someone(Case.CRM, "lead", PersonType.PROSPECT);
    }

    public SourceRef ref() {
        return ref;
    }

    public Someone with(Field field, String value) {
        values.put(field, value);
        return this;
    }

    public Someone without(Field field) {
        values.remove(field);
        return this;
    }

    public Someone status(LeadStatus given) {
        status = given;
        return this;
    }

    public Someone changed(String at) {
        version = Case.at(at);
        return this;
    }

    public Someone created(String at) {
        created = Case.at(at);
        return this;
    }

    public Someone named(String first, String last) {
        name = new PersonName(first, last, first, last);
        return this;
    }

    public Someone email(String address, Email.Kind kind) {
        emails = List.of(new Email(address, address, kind));
        domain = kind == Email.Kind.WORK ? "acme.example" : "";
        return this;
    }

    public Someone withoutEmail() {
        emails = List.of();
        domain = "";
        return this;
    }

    public Someone level(JobLevel given) {
        level = given;
        return this;
    }

    public Someone link(LinkRole role, SourceRef to) {
        links.put(role, to);
        return this;
    }

    public Someone unlinked(LinkRole role) {
        links.remove(role);
        return this;
    }

    PersonRecord build() {
        return new PersonRecord(
                ref,
                type,
                version,
                created,
                name,
                emails,
                List.of(),
                level,
                JobFunction.UNKNOWN,
                "acme",
                domain,
                "",
                status,
                List.of(),
                links,
                values);
    }
}
