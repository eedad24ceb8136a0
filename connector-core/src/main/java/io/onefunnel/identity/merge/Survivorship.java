package io.onefunnel.identity.merge;

import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.Phone;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which values a surviving record takes over. Its own stay, unless they are empty or weaker: an address that bounces
 * gives way to one that works, an initial to a name. Among several losers the verified value wins, then the newer record,
 * then the longer text. An empty value never wins.
 */
final class Survivorship {
    private static final List<Field> PLAIN = List.of(
            Field.FIRST_NAME,
            Field.LAST_NAME,
            Field.EMAIL,
            Field.PHONE,
            Field.MOBILE_PHONE,
            Field.TITLE,
            Field.COMPANY,
            Field.WEBSITE,
            Field.INDUSTRY,
            Field.SEGMENT,
            Field.EMPLOYEES,
            Field.ANNUAL_REVENUE,
            Field.AREA_OF_INTEREST,
            Field.OF_REFERRED_BY,
            Field.OF_SCORE_VOTE,
            Field.OF_MEETING_STATUS,
            Field.OF_MANAGER_REVIEW);

    /** What only makes sense together: half of one address and half of another is no address. */
    private static final List<List<Field>> TOGETHER = List.of(
            List.of(Field.STREET, Field.CITY, Field.POSTAL_CODE, Field.STATE, Field.COUNTRY),
            List.of(Field.OF_OUTCOME, Field.OF_DISQUALIFY_REASON, Field.OF_SUB_REASONS, Field.OF_CONTEXT_NOTE),
            List.of(Field.OF_SCORE_OVERRIDE, Field.OF_SCORE_OVERRIDE_REASON),
            List.of(Field.OF_PAUSE_UNTIL, Field.OF_PAUSE_REASON));

    /** A refusal on one of the records is a refusal of the person. */
    private static final List<Field> REFUSALS = List.of(Field.EMAIL_OPT_OUT, Field.DO_NOT_CALL);

    /** Where somebody came from is told by the record that was there first. */
    private static final List<Field> ORIGIN = List.of(Field.LEAD_SOURCE, Field.SOURCE_DETAIL);

    private Survivorship() {}

    static Map<Field, String> winning(PersonRecord survivor, List<PersonRecord> losers) {
        Map<Field, String> winning = new EnumMap<>(Field.class);
        PLAIN.forEach(field -> plain(survivor, losers, field).ifPresent(text -> winning.put(field, text)));
        TOGETHER.forEach(fields -> winning.putAll(together(survivor, losers, fields)));
        for (Field field : REFUSALS) {
            if (survivor.sees(field) && !survivor.is(field) && losers.stream().anyMatch(loser -> loser.is(field))) {
                winning.put(field, "true");
            }
        }
        winning.putAll(origin(survivor, losers));
        return winning;
    }

    private static Optional<String> plain(PersonRecord survivor, List<PersonRecord> losers, Field field) {
        // A field that we may not see there is not known to be empty.
        if (!survivor.sees(field)) return Optional.empty();
        return losers.stream()
                .filter(loser -> loser.value(field).isPresent())
                .max(Comparator.comparing((PersonRecord loser) -> verified(loser, field))
                        .thenComparing(PersonRecord::version)
                        .thenComparing(loser -> loser.value(field).orElse("").length())
                        .thenComparing(PersonRecord::ref))
                .filter(loser -> stronger(loser, survivor, field))
                .flatMap(loser -> loser.value(field));
    }

    private static boolean stronger(PersonRecord loser, PersonRecord survivor, Field field) {
        Optional<String> own = survivor.value(field);
        if (own.isEmpty()) return true;
        if (verified(loser, field) != verified(survivor, field)) return verified(loser, field);
        return field == Field.FIRST_NAME
                && isInitialOf(own.get(), loser.value(field).orElse(""));
    }

    private static boolean verified(PersonRecord record, Field field) {
        return switch (field) {
            case EMAIL ->
                !record.is(Field.EMAIL_INVALID)
                        && worksAsEmail(record, record.value(field).orElse(""));
            case PHONE, MOBILE_PHONE -> worksAsPhone(record, record.value(field).orElse(""));
            case FIRST_NAME -> !record.name().firstKey().isEmpty();
            case LAST_NAME -> !record.name().lastKey().isEmpty();
            case COMPANY -> !record.companyKey().isEmpty();
            default -> true;
        };
    }

    private static boolean worksAsEmail(PersonRecord record, String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        return record.emails().stream()
                .filter(email -> email.kind() == Email.Kind.WORK || email.kind() == Email.Kind.PERSONAL)
                .anyMatch(email -> email.address().equals(address));
    }

    /** The record holds E.164 only; its end is what both spellings have in common. */
    private static boolean worksAsPhone(PersonRecord record, String text) {
        String digits = text.replaceAll("\\D", "");
        String end = digits.substring(Math.max(0, digits.length() - 6));
        return end.length() == 6
                && record.phones().stream()
                        .filter(Phone::valid)
                        .anyMatch(phone -> phone.text().contains(end));
    }

    private static boolean isInitialOf(String own, String other) {
        String letter = own.replace(".", "").strip();
        return letter.length() == 1 && other.length() > 2 && other.regionMatches(true, 0, letter, 0, 1);
    }

    private static Map<Field, String> together(PersonRecord survivor, List<PersonRecord> losers, List<Field> fields) {
        Field leading = fields.get(0);
        boolean empty = fields.stream()
                .filter(field -> field != Field.COUNTRY)
                .noneMatch(field -> survivor.value(field).isPresent());
        if (!empty || !survivor.sees(leading)) return Map.of();
        Comparator<PersonRecord> best = Comparator.comparing(
                        (PersonRecord loser) -> loser.value(leading).isPresent())
                .thenComparing(PersonRecord::version)
                .thenComparing(PersonRecord::ref);
        Map<Field, String> taken = new EnumMap<>(Field.class);
        losers.stream()
                .filter(loser ->
                        fields.stream().anyMatch(field -> loser.value(field).isPresent()))
                .max(best)
                .ifPresent(loser -> fields.forEach(field -> loser.value(field)
                        .filter(text -> survivor.sees(field))
                        .filter(text -> !text.equals(survivor.values().get(field)))
                        .ifPresent(text -> taken.put(field, text))));
        return taken;
    }

    private static Map<Field, String> origin(PersonRecord survivor, List<PersonRecord> losers) {
        Field leading = ORIGIN.get(0);
        if (!survivor.sees(leading)) return Map.of();
        Optional<PersonRecord> first = losers.stream()
                .filter(loser -> loser.value(leading).isPresent())
                .min(Comparator.comparing(Survivorship::made).thenComparing(PersonRecord::ref));
        boolean earlier = first.isPresent()
                && (survivor.value(leading).isEmpty() || made(first.get()).isBefore(made(survivor)));
        if (!earlier) return Map.of();
        Map<Field, String> taken = new EnumMap<>(Field.class);
        for (Field field : ORIGIN) {
            first.get()
                    .value(field)
                    .filter(text -> survivor.sees(field)
                            && !text.equals(survivor.values().get(field)))
                    .ifPresent(text -> taken.put(field, text));
        }
        return taken;
    }

    private static Instant made(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? Instant.MAX : created;
    }
}
