package io.onefunnel.identity;

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
import io.onefunnel.model.Phone;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Person records for tests, said in few words. */
final class People {
    static final ConnectionId SALESFORCE = new ConnectionId("salesforce");
    static final ConnectionId HUBSPOT = new ConnectionId("hubspot");
    static final ConnectionId MARKETO = new ConnectionId("marketo");
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private People() {}

    static SourceRef ref(ConnectionId connection, String id) {
        return new SourceRef(connection, RecordKind.PERSON, id);
    }

    static Draft record(ConnectionId connection, String id) {
        return new Draft(ref(connection, id));
    }

    static Draft contact(String id) {
        return record(SALESFORCE, id).type(PersonType.CONTACT);
    }

    static Draft lead(String id) {
        return record(SALESFORCE, id).type(PersonType.PROSPECT);
    }

    static Draft hubspot(String id) {
        return record(HUBSPOT, id);
    }

    static Draft marketo(String id) {
        return record(MARKETO, id);
    }

    static final class Draft {
        private final SourceRef ref;
        private PersonType type = PersonType.PERSON;
        private Instant version = NOON;
        private @Nullable Instant createdAt = NOON;
        private PersonName name = PersonName.UNKNOWN;
        private final List<Email> emails = new ArrayList<>();
        private final List<Phone> phones = new ArrayList<>();
        private String companyKey = "";
        private String domain = "";
        private String country = "";
        private @Nullable LeadStatus status;
        private final List<SourceRef> nativeIds = new ArrayList<>();
        private final Map<LinkRole, SourceRef> links = new EnumMap<>(LinkRole.class);
        private final Map<Field, String> values = new EnumMap<>(Field.class);

        private Draft(SourceRef ref) {
            this.ref = ref;
        }

        Draft type(PersonType type) {
            this.type = type;
            return this;
        }

        /** The names are their own keys, in lower case. */
        Draft named(String first, String last) {
            return named(new PersonName(first, last, first.toLowerCase(Locale.ROOT), last.toLowerCase(Locale.ROOT)));
        }

        Draft named(PersonName name) {
            this.name = name;
            return this;
        }

        Draft work(String address) {
            domain = address.substring(address.indexOf('@') + 1);
            return email(address, Email.Kind.WORK);
        }

        Draft personal(String address) {
            return email(address, Email.Kind.PERSONAL);
        }

        Draft email(String address, Email.Kind kind) {
            emails.add(new Email(address, address, kind));
            values.putIfAbsent(Field.EMAIL, address);
            return this;
        }

        Draft phone(String e164) {
            phones.add(new Phone(e164, true));
            values.putIfAbsent(Field.PHONE, e164);
            return this;
        }

        Draft company(String key, String country) {
            companyKey = key;
            this.country = country;
            return this;
        }

        Draft domain(String domain) {
            this.domain = domain;
            return this;
        }

        Draft status(LeadStatus status) {
            this.status = status;
            return this;
        }

        Draft linkedTo(SourceRef other) {
            nativeIds.add(other);
            return this;
        }

        Draft convertedTo(SourceRef contact) {
            return link(LinkRole.CONVERTED_TO, contact);
        }

        Draft link(LinkRole role, SourceRef target) {
            links.put(role, target);
            return this;
        }

        Draft with(Field field, String value) {
            values.put(field, value);
            return this;
        }

        Draft created(@Nullable String instant) {
            createdAt = instant == null ? null : Instant.parse(instant);
            return this;
        }

        Draft changed(String instant) {
            version = Instant.parse(instant);
            return this;
        }

        PersonRecord build() {
            return new PersonRecord(
                    ref,
                    type,
                    version,
                    createdAt,
                    name,
                    emails,
                    phones,
                    JobLevel.UNKNOWN,
                    JobFunction.UNKNOWN,
                    companyKey,
                    domain,
                    country,
                    status,
                    nativeIds,
                    links,
                    values);
        }
    }
}
