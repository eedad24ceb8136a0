package io.onefunnel.identity;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The one record of a person that carries the work: where a rep looks, and where owner and status are written. */
public final class ActiveRecord {
    private static final Set<LeadStatus> OPEN = EnumSet.of(LeadStatus.NEW, LeadStatus.MQL, LeadStatus.WORKING);
    private static final Comparator<PersonRecord> MOST_TELLING = Comparator.comparingLong(ActiveRecord::filled)
            .thenComparing(PersonRecord::version)
            .thenComparing(PersonRecord::ref, Comparator.reverseOrder());

    private ActiveRecord() {}

    /**
     * In the system of record a contact before a prospect, unless an open prospect was made after the contact: then that
     * is the newer work. A converted prospect carries nothing any more. A person without a record there is worked by the
     * most complete and then the most recent one.
     *
     * @param records of one person, at least one
     */
    public static PersonRecord of(List<PersonRecord> records, ConnectionId systemOfRecord) {
        List<PersonRecord> live =
                narrowed(records, record -> record.link(LinkRole.CONVERTED_TO).isEmpty());
        List<PersonRecord> there =
                narrowed(live, record -> record.ref().connection().equals(systemOfRecord));
        List<PersonRecord> contacts = narrowed(there, record -> record.type() == PersonType.CONTACT);
        if (contacts.get(0).type() != PersonType.CONTACT) return mostTelling(there);
        Instant latestContact = contacts.stream()
                .map(ActiveRecord::made)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        List<PersonRecord> newer = there.stream()
                .filter(record -> record.type() == PersonType.PROSPECT && isOpen(record))
                .filter(record ->
                        record.createdAt() != null && record.createdAt().isAfter(latestContact))
                .toList();
        return mostTelling(newer.isEmpty() ? contacts : newer);
    }

    /** Those that fit, or all when none does. */
    private static List<PersonRecord> narrowed(List<PersonRecord> records, Predicate<PersonRecord> fits) {
        List<PersonRecord> fitting = records.stream().filter(fits).toList();
        return fitting.isEmpty() ? records : fitting;
    }

    private static PersonRecord mostTelling(List<PersonRecord> records) {
        return records.stream()
                .max(MOST_TELLING)
                .orElseThrow(() -> new IllegalArgumentException("a person without a record"));
    }

    private static boolean isOpen(PersonRecord record) {
        return record.status() == null || OPEN.contains(record.status());
    }

    /** A contact of unknown age is taken for the newest: a prospect has to prove that it came later. */
    private static Instant made(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? Instant.MAX : created;
    }

    private static long filled(PersonRecord record) {
        return record.values().values().stream().filter(text -> !text.isEmpty()).count();
    }
}
