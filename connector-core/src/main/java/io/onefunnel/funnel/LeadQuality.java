package io.onefunnel.funnel;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Company;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.Phone;
import io.onefunnel.model.Validity;
import io.onefunnel.policy.Criteria;
import io.onefunnel.policy.Criteria.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether marketing's side of the promise is kept: every must-have field is there and valid.
 *
 * @param missing required fields that no record knows
 * @param invalid required fields that are known, but in no record validly
 * @param doubtful optional fields of which the same is true
 */
public record LeadQuality(List<Field> missing, List<Field> invalid, List<Field> doubtful) {
    public LeadQuality {
        missing = List.copyOf(missing);
        invalid = List.copyOf(invalid);
        doubtful = List.copyOf(doubtful);
    }

    public static LeadQuality of(CaseFile file, Criteria criteria) {
        List<Field> missing = new ArrayList<>();
        List<Field> invalid = new ArrayList<>();
        List<Field> doubtful = new ArrayList<>();
        for (Map.Entry<Field, Need> asked : criteria.fields().entrySet()) {
            if (asked.getValue() == Need.UNNECESSARY) continue;
            List<Boolean> given = given(asked.getKey(), file, criteria).toList();
            boolean required = asked.getValue() == Need.REQUIRED;
            if (given.isEmpty()) {
                if (required) missing.add(asked.getKey());
            } else if (!given.contains(true)) {
                (required ? invalid : doubtful).add(asked.getKey());
            }
        }
        return new LeadQuality(missing, invalid, doubtful);
    }

    /** Whether the person may become a Conversation Lead by rule. */
    public boolean complete() {
        return missing.isEmpty() && invalid.isEmpty();
    }

    public Validity validity() {
        if (!invalid.isEmpty()) return Validity.INVALID;
        return missing.isEmpty() && doubtful.isEmpty() ? Validity.VALID : Validity.SUSPECT;
    }

    /** "website, phone (invalid)": what {@link Field#OF_MISSING_FIELDS} holds. */
    public String text() {
        return Stream.concat(
                        missing.stream().map(LeadQuality::words),
                        invalid.stream().map(field -> words(field) + " (invalid)"))
                .collect(Collectors.joining(", "));
    }

    private static String words(Field field) {
        return field.key().replace('_', ' ');
    }

    /** For each value that is given, whether it can be right. */
    private static Stream<Boolean> given(Field field, CaseFile file, Criteria criteria) {
        return switch (field) {
            case FIRST_NAME ->
                words(file.records().stream().map(each -> each.name().first()), criteria);
            case LAST_NAME ->
                words(file.records().stream().map(each -> each.name().last()), criteria);
            case COMPANY ->
                words(
                        Stream.concat(
                                file.values(Field.COMPANY),
                                file.companies().stream().map(Company::name)),
                        criteria);
            case WEBSITE -> website(file);
            case EMAIL -> file.records().stream().flatMap(each -> emails(each, criteria));
            case PHONE ->
                file.records().stream().flatMap(each -> each.phones().stream()).map(Phone::valid);
            case COUNTRY -> country(file);
            case EMPLOYEES, ANNUAL_REVENUE -> texts(field, file).map(LeadQuality::positive);
            default -> words(texts(field, file), criteria);
        };
    }

    private static Stream<Boolean> words(Stream<String> texts, Criteria criteria) {
        return texts.filter(text -> !text.isBlank()).map(text -> says(text, criteria));
    }

    private static boolean says(String text, Criteria criteria) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit)
                && !criteria.bogus().contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** A work e-mail tells the domain; nobody must type it again. */
    private static Stream<Boolean> website(CaseFile file) {
        boolean known =
                file.records().stream().anyMatch(record -> !record.domain().isEmpty())
                        || file.companies().stream()
                                .anyMatch(company -> !company.domain().isEmpty());
        return known ? Stream.of(true) : file.values(Field.WEBSITE).map(unreadable -> false);
    }

    private static Stream<Boolean> emails(PersonRecord record, Criteria criteria) {
        boolean bounced = record.is(Field.EMAIL_INVALID);
        return record.emails().stream().map(email -> !bounced && accepted(email.kind(), criteria));
    }

    private static boolean accepted(Email.Kind kind, Criteria criteria) {
        return switch (kind) {
            case WORK -> true;
            case PERSONAL -> criteria.personalEmail() == Criteria.PersonalEmail.ACCEPT;
            case DISPOSABLE, INVALID -> false;
        };
    }

    private static Stream<Boolean> country(CaseFile file) {
        boolean known =
                file.records().stream().anyMatch(record -> !record.country().isEmpty())
                        || file.companies().stream()
                                .anyMatch(company -> !company.country().isEmpty());
        return known ? Stream.of(true) : texts(Field.COUNTRY, file).map(unreadable -> false);
    }

    private static Stream<String> texts(Field field, CaseFile file) {
        return Stream.concat(
                file.values(field),
                file.companies().stream().map(company -> company.value(field)).flatMap(Optional::stream));
    }

    private static boolean positive(String text) {
        try {
            return Double.parseDouble(text) > 0;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
