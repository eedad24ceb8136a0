package io.onefunnel.normalize;

import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.Phone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether what we hold of a person can be worked with (R165, R176).
 *
 * @param missing must-have fields that are missing or bad, in the order of the criteria: first name, last name,
 *     company, website (a work e-mail stands for it), and e-mail when nothing reaches the person
 */
public record Validity(Level level, List<Field> missing) {
    public Validity {
        missing = List.copyOf(missing);
    }

    public enum Level {
        VALID,
        /** Something is missing, or something given does not work. */
        SUSPECT,
        /** Nothing reaches the person, or the name is made up. */
        INVALID
    }

    /** Over all records of one person: what one of them has, the person has. */
    public static Validity of(List<PersonRecord> records) {
        List<Field> missing = new ArrayList<>();
        if (none(records, record -> !record.name().firstKey().isEmpty())) missing.add(Field.FIRST_NAME);
        if (none(records, record -> !record.name().lastKey().isEmpty())) missing.add(Field.LAST_NAME);
        if (none(records, Validity::hasCompany)) missing.add(Field.COMPANY);
        if (none(records, record -> !record.domain().isEmpty())) missing.add(Field.WEBSITE);
        boolean reachable = !none(records, record -> hasWorkingEmail(record) || hasPhone(record));
        if (!reachable) missing.add(Field.EMAIL);
        return new Validity(level(records, missing, reachable), missing);
    }

    public static Validity of(PersonRecord record) {
        return of(List.of(record));
    }

    /** The keys for {@link Field#OF_MISSING_FIELDS}: "company;website". */
    public String missingKeys() {
        return String.join(";", missing.stream().map(Field::key).toList());
    }

    private static Level level(List<PersonRecord> records, List<Field> missing, boolean reachable) {
        boolean nameless = none(records, record -> record.name().known());
        boolean madeUp =
                nameless && !none(records, record -> !record.name().full().isEmpty());
        if (!reachable || madeUp) return Level.INVALID;
        return missing.isEmpty() && none(records, Validity::givesSomethingBad) ? Level.VALID : Level.SUSPECT;
    }

    private static boolean hasCompany(PersonRecord record) {
        return !record.companyKey().isEmpty() || record.link(LinkRole.ACCOUNT).isPresent();
    }

    private static boolean hasWorkingEmail(PersonRecord record) {
        return !record.is(Field.EMAIL_INVALID)
                && record.emails().stream().anyMatch(email -> email.usable() && email.kind() != Email.Kind.DISPOSABLE);
    }

    private static boolean hasPhone(PersonRecord record) {
        return record.phones().stream().anyMatch(Phone::valid);
    }

    private static boolean givesSomethingBad(PersonRecord record) {
        return record.is(Field.EMAIL_INVALID)
                || record.emails().stream().anyMatch(email -> !email.usable() || email.kind() == Email.Kind.DISPOSABLE)
                || record.phones().stream().anyMatch(phone -> !phone.valid());
    }

    private static boolean none(List<PersonRecord> records, Predicate<PersonRecord> has) {
        return records.stream().noneMatch(has);
    }
}
