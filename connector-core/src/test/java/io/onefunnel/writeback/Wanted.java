package io.onefunnel.writeback;

import io.onefunnel.facts.Case;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Validity;
import io.onefunnel.model.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the rules said of somebody, in the making: a quiet person in work with a score of 41 until something is said. */
final class Wanted {
    private int score = 41;
    private final List<StageEntry> stages = new ArrayList<>();
    private final List<SlaTimer> timers = new ArrayList<>();
    private final List<MergeProposal> merges = new ArrayList<>();
    private Optional<Disposition> disposition = Optional.empty();
    private Optional<Attribution.Referral> referral = Optional.empty();

    Wanted score(int points) {
        score = points;
        return this;
    }

    Wanted stage(Stage stage, int cycle, Instant at, SourceRef record) {
        stages.add(new StageEntry(stage, cycle, at, "because", record, "1"));
        return this;
    }

    Wanted timer(SlaTimer timer) {
        timers.add(timer);
        return this;
    }

    Wanted merge(MergeProposal proposal) {
        merges.add(proposal);
        return this;
    }

    Wanted disposition(Disposition given) {
        disposition = Optional.of(given);
        return this;
    }

    Wanted referredBy(SourceRef record) {
        referral =
                Optional.of(new Attribution.Referral(new PersonId("referrer"), record, 1, false, "named by a person"));
        return this;
    }

    Decision decision(CaseFile file) {
        SourceRef active = file.records().get(0).ref();
        LeadScore points = new LeadScore("rules-1", false, List.of(new ScoreTerm("all", "asked for a demo", score)));
        return new Decision(
                file.person(),
                new WorkItem(file.person(), 1, Optional.of(Case.at("2026-02-02T09:00")), active, Optional.empty()),
                stages,
                stages.stream().map(StageEntry::stage).max(Stage::compareTo),
                new Attribution(Origin.MARKETING, "webinar", "spring", active, referral),
                points,
                timers,
                Optional.empty(),
                disposition,
                new Decision.NextAction("Call: asked for a demo", Optional.empty()),
                merges,
                Validity.VALID,
                "",
                2,
                "7",
                Case.at("2026-03-03T09:00"),
                "inputs");
    }

    /** Both systems know every field of ours and may be written in all of them. */
    static WriteScope everywhere() {
        Set<Field> ours = Arrays.stream(Field.values())
                .filter(field -> field.writer() != Field.Writer.SOURCE)
                .collect(Collectors.toSet());
        return new WriteScope(
                Map.of(
                        Case.CRM, mapping("Lead", PersonType.PROSPECT, ours),
                        Case.MARKETING, mapping("contacts", PersonType.PERSON, ours)),
                Case.CRM);
    }

    static Mapping mapping(String type, PersonType of, Set<Field> writes) {
        return new Mapping(
                Map.of(type, new Mapping.Type(type, RecordKind.PERSON, of, Map.of(), Map.of(), writes, Map.of())));
    }
}
