package io.onefunnel.app.view;

import io.onefunnel.decide.Decide;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.StageEntry;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A person over all systems: what happened, what follows from it, and what was written.
 *
 * @param stages everyone that was ever entered, oldest first
 * @param knownSince from when on everything is known, where something older may be missing: its absence is no fact
 * @param events newest first
 * @param returned oldest first
 * @param writes the latest, newest first
 */
public record PersonView(
        String name,
        Decision decision,
        List<StageEntry> stages,
        List<Record> records,
        Optional<Instant> knownSince,
        List<PersonEvents.Event> events,
        List<ClosedLoopHistory.Entry> returned,
        List<Write> writes) {
    private static final int WRITES = 10;

    public PersonView {
        stages = List.copyOf(stages);
        records = List.copyOf(records);
        events = List.copyOf(events);
        returned = List.copyOf(returned);
        writes = List.copyOf(writes);
    }

    /** One record of the person; e-mail and company are empty where it tells none. */
    public record Record(SourceRef ref, PersonType type, String email, String company) {}

    /**
     * A write to one of the records.
     *
     * @param result "written", "rejected" ...; "unsettled" while nobody knows
     */
    public record Write(Instant at, SourceRef on, String result, String reason) {}

    /** As it was decided, with what the ledger holds about the person's records. */
    public static PersonView of(Decide.Explained explained, WriteLedger ledger) {
        CaseFile file = explained.file();
        return new PersonView(
                Names.shown(file.displayName()),
                explained.decision(),
                stages(file, explained.decision()),
                file.records().stream().map(PersonView::record).toList(),
                knownSince(file),
                PersonEvents.of(file),
                ClosedLoopHistory.of(explained, ledger),
                PersonHistory.newestFirst(file, ledger, WRITES).stream()
                        .map(PersonView::write)
                        .toList());
    }

    private static List<StageEntry> stages(CaseFile file, Decision decision) {
        List<StageEntry> all = new ArrayList<>(file.stages());
        all.addAll(decision.entered());
        all.sort(Comparator.comparing(StageEntry::at).thenComparing(StageEntry::stage));
        return all;
    }

    private static Record record(PersonRecord record) {
        return new Record(
                record.ref(),
                record.type(),
                record.email().map(Email::address).orElse(""),
                record.value(Field.COMPANY).orElse(""));
    }

    private static Optional<Instant> knownSince(CaseFile file) {
        return file.observableSince()
                .everything()
                .filter(since -> file.records().stream()
                        .anyMatch(record ->
                                record.createdAt() == null || record.createdAt().isBefore(since)));
    }

    private static Write write(WriteLedger.Logged logged) {
        return new Write(
                logged.intent().at(),
                logged.intent().command().on(),
                logged.outcome().map(PersonView::label).orElse("unsettled"),
                logged.intent().reason());
    }

    /** The variants of a result are called what they are. */
    static String label(WriteResult result) {
        return result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** "marketing: Web, Cost of downtime". */
    public String origin() {
        Attribution attribution = decision.attribution();
        String text = attribution.origin().label();
        if (!attribution.originalSource().isEmpty()) text += ": " + attribution.originalSource();
        if (!attribution.originalCampaign().isEmpty()) text += ", " + attribution.originalCampaign();
        return text;
    }

    /** Why sales came to its conclusion: a code of the framework in words, the vendor's own words as they are. */
    public String dispositionReason() {
        String reason = decision.disposition().map(Disposition::reason).orElse("");
        return reason.matches("[A-Z][A-Z0-9_]*")
                ? reason.toLowerCase(Locale.ROOT).replace('_', ' ')
                : reason;
    }
}
