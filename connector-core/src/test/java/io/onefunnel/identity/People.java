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
public final class People {
    public static final ConnectionId SALESFORCE = new ConnectionId("salesforce");
    static final ConnectionId HUBSPOT = new ConnectionId("hubspot");
    static final ConnectionId MARKETO = new ConnectionId("marketo");
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private People() {}

    public static SourceRef ref(ConnectionId connection, String id) {
        return new SourceRef(connection, RecordKind.PERSON, id);
    }

    public static Draft record(ConnectionId connection, String id) {
        return new Draft(ref(connection, id));
    }

    public static Draft contact(String id) {
        return record(SALESFORCE, id).type(PersonType.CONTACT);
    }

    public static Draft lead(String id) {
        return record(SALESFORCE, id).type(PersonType.PROSPECT);
    }

    public static Draft hubspot(String id) {
        return record(HUBSPOT, id);
    }

    public static Draft marketo(String id) {
        return record(MARKETO, id);
    }

    public static final class Draft {
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

        public Draft type(PersonType type) {
            this.type = type;
            return this;
        }

        /** The names are their own keys, in lower case. */
        public Draft named(String first, String last) {
            return named(new PersonName(first, last, first.toLowerCase(Locale.ROOT), last.toLowerCase(Locale.ROOT)));
        }

        public Draft named(PersonName name) {
            this.name = name;
            return this;
        }

        public Draft work(String address) {
            domain = address.substring(address.indexOf('@') + 1);
            return email(address, Email.Kind.WORK);
        }

        public Draft personal(String address) {
            return email(address, Email.Kind.PERSONAL);
        }

        public Draft email(String address, Email.Kind kind) {
            emails.add(new Email(address, address, kind));
            values.putIfAbsent(Field.EMAIL, address);
            return this;
        }

        public Draft phone(String e164) {
            phones.add(new Phone(e164, true));
            values.putIfAbsent(Field.PHONE, e164);
            return this;
        }

        public Draft company(String key, String country) {
            companyKey = key;
            this.country = country;
            return this;
        }

        public Draft domain(String domain) {
            this.domain = domain;
            return this;
        }

        public Draft status(LeadStatus status) {
            this.status = status;
            return this;
        }

        public Draft linkedTo(SourceRef other) {
            nativeIds.add(other);
            return this;
        }

        public Draft convertedTo(SourceRef contact) {
            return link(LinkRole.CONVERTED_TO, contact);
        }

        public Draft link(LinkRole role, SourceRef target) {
            links.put(role, target);
            return this;
        }

        public Draft with(Field field, String value) {
            values.put(field, value);
            return this;
        }

        public Draft created(@Nullable String instant) {
            createdAt = instant == null ? null : Instant.parse(instant);
            return this;
        }

        public Draft changed(String instant) {
            version = Instant.parse(instant);
            return this;
        }

        public PersonRecord build() {
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
