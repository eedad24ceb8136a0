package io.onefunnel.funnel;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Disposition.Outcome;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds what sales concluded. Only people conclude: a value that we copied from one system to another is not an answer. */
public final class Dispositions {
    private Dispositions() {}

    /** The answer given in our fields, the newest if there are several; else what the status in the CRM says. */
    public static Optional<Disposition> of(CaseFile file, Policy policy) {
        Comparator<PersonRecord> newest =
                Comparator.comparing(PersonRecord::version).thenComparing(PersonRecord::ref);
        Optional<Disposition> answered = file.records().stream()
                .filter(record -> outcome(record, file).isPresent())
                .max(newest)
                .map(record -> answer(record, file, policy));
        if (answered.isPresent()) return answered;
        List<PersonRecord> deciding = deciding(file);
        if (deciding.stream().anyMatch(record -> closing(record).isEmpty())) return Optional.empty();
        return deciding.stream()
                .max(newest)
                .map(record -> conclude(
                        file,
                        record,
                        closing(record).orElseThrow(),
                        policy.feedback().code(record.value(Field.LOSS_REASON).orElse("")),
                        List.of(),
                        record.value(Field.OF_CONTEXT_NOTE).orElse("")));
    }

    /** Whether a conclusion ends the work: a new wish to talk after it is new work. */
    public static boolean closes(Disposition disposition) {
        return disposition.outcome() != Outcome.FIRST_SALES_MEETING;
    }

    private static Disposition answer(PersonRecord record, CaseFile file, Policy policy) {
        return conclude(
                file,
                record,
                outcome(record, file).orElseThrow(),
                policy.feedback().code(record.value(Field.OF_DISQUALIFY_REASON).orElse("")),
                record.value(Field.OF_SUB_REASONS).stream()
                        .flatMap(text -> Arrays.stream(text.split(";")))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList(),
                record.value(Field.OF_CONTEXT_NOTE).orElse(""));
    }

    private static Optional<Outcome> outcome(PersonRecord record, CaseFile file) {
        Optional<Outcome> said = theirs(record, Field.OF_OUTCOME, file).flatMap(Dispositions::outcome);
        if (said.isPresent()) return said;
        // A reason alone says enough; reps are no data entry clerks.
        boolean undecided = record.value(Field.OF_OUTCOME).isEmpty();
        return undecided
                ? theirs(record, Field.OF_DISQUALIFY_REASON, file).map(reason -> Outcome.DISQUALIFIED)
                : Optional.empty();
    }

    private static Optional<Outcome> outcome(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace(' ', '_');
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst();
    }

    private static Optional<String> theirs(PersonRecord record, Field field, CaseFile file) {
        Map<Field, String> ours = file.written().getOrDefault(record.ref(), Map.of());
        return record.value(field).filter(value -> !value.equals(ours.get(field)));
    }

    /**
     * The records whose status counts: those of a system that tells prospects from contacts, where sales works, else all.
     * One that is still open keeps the person open: somebody has to look at it.
     */
    private static List<PersonRecord> deciding(CaseFile file) {
        List<PersonRecord> withStatus = file.records().stream()
                .filter(record -> record.status() != null)
                .filter(record -> record.link(LinkRole.CONVERTED_TO).isEmpty())
                .toList();
        List<PersonRecord> ofSales = withStatus.stream()
                .filter(record -> record.type() != PersonType.PERSON)
                .toList();
        return ofSales.isEmpty() ? withStatus : ofSales;
    }

    private static Optional<Outcome> closing(PersonRecord record) {
        if (record.status() == LeadStatus.UNQUALIFIED) return Optional.of(Outcome.DISQUALIFIED);
        if (record.status() == LeadStatus.NURTURE) return Optional.of(Outcome.RECYCLE_NURTURE);
        return Optional.empty();
    }

    private static Disposition conclude(
            CaseFile file, PersonRecord record, Outcome outcome, String reason, List<String> subReasons, String note) {
        Disposition found = new Disposition(outcome, reason, subReasons, note, record.version(), record.ref());
        return file.disposition()
                .filter(before -> stillStands(before, found, file))
                .map(before -> new Disposition(outcome, reason, subReasons, note, before.at(), record.ref()))
                .orElse(found);
    }

    /**
     * Within one piece of work a corrected reason or note does not make the conclusion any later. A conclusion about
     * earlier work stands until something of it changes: then somebody has concluded anew.
     */
    private static boolean stillStands(Disposition before, Disposition found, CaseFile file) {
        if (before.outcome() != found.outcome() || before.at().isAfter(found.at())) return false;
        Instant cycleStart = Cycles.of(file.stages()).start();
        if (!before.at().isBefore(cycleStart)) return true;
        return before.reason().equals(found.reason())
                && before.subReasons().equals(found.subReasons())
                && before.note().equals(found.note());
    }
}
