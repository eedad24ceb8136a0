package io.onefunnel.model;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a person in one system, normalized.
 *
 * @param version when the vendor last changed it
 * @param createdAt when it was made there; null when the vendor does not say
 * @param emails the record's address first, then further ones; without {@link Email.Kind#INVALID} doubles
 * @param phones valid ones first
 * @param level from the title
 * @param function from the title
 * @param companyKey the company name as compared: without legal form, case and punctuation; empty when unknown
 * @param domain the registrable domain of the work e-mail, else of the website; empty when unknown
 * @param country ISO 3166 alpha-2; empty when unknown
 * @param nativeIds records that a vendor's own sync says are the same person, in other connections
 * @param referredBy whom a person named as the referrer, in this record's connection
 * @param links owner, account, conversion and so on
 * @param values all mapped values by canonical field, as fetched; a fetched empty value is the empty text, an unfetched
 *     one is absent. What the vendor holds in our own fields is here too.
 */
public record PersonRecord(
        SourceRef ref,
        PersonType type,
        Instant version,
        @Nullable Instant createdAt,
        PersonName name,
        List<Email> emails,
        List<Phone> phones,
        JobLevel level,
        JobFunction function,
        String companyKey,
        String domain,
        String country,
        @Nullable LeadStatus status,
        List<SourceRef> nativeIds,
        Map<LinkRole, SourceRef> links,
        Map<Field, String> values) {
    public PersonRecord {
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        nativeIds = List.copyOf(nativeIds);
        links = links.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(links));
        values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** The value of a field; empty when the vendor holds none or did not let us see it. */
    public Optional<String> value(Field field) {
        return Optional.ofNullable(values.get(field)).filter(text -> !text.isEmpty());
    }

    /** Whether the vendor let us see the field, so that an absent value means empty. */
    public boolean sees(Field field) {
        return values.containsKey(field);
    }

    public Optional<SourceRef> link(LinkRole role) {
        return Optional.ofNullable(links.get(role));
    }

    /** The first address that stands for somebody. */
    public Optional<Email> email() {
        return emails.stream().filter(Email::usable).findFirst();
    }

    public boolean is(Field flag) {
        return "true".equals(values.get(flag));
    }
}
