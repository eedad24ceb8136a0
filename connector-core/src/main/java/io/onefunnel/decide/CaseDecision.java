package io.onefunnel.decide;

import io.onefunnel.attribution.OriginRules;
import io.onefunnel.funnel.ContactAttempts;
import io.onefunnel.funnel.Dispositions;
import io.onefunnel.funnel.LeadQuality;
import io.onefunnel.funnel.NextActions;
import io.onefunnel.funnel.StageRules;
import io.onefunnel.funnel.WorkItems;
import io.onefunnel.identity.merge.MergePlanner;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.WorkItem;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.scoring.ScoreModel;
import io.onefunnel.scoring.additive.ColdStart;
import io.onefunnel.sla.SlaRules;
import io.onefunnel.sla.Timers;
import io.onefunnel.writeback.DesiredState;
import io.onefunnel.writeback.WriteScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The decision about one person: a function of the case file, the inputs and the instant, and of nothing else. Safe for use
 * by several threads; build one for each set of inputs, because calendars are kept.
 */
final class CaseDecision {
    /** When time alone changes nothing. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Inputs inputs;
    private final SlaRules sla;
    private final ScoreModel scoring;
    private final DesiredState desired;

    CaseDecision(WriteScope scope, Inputs inputs) {
        this.inputs = inputs;
        this.sla = new SlaRules(inputs);
        this.scoring = ColdStart.model(inputs);
        this.desired = new DesiredState(scope);
    }

    Decision decide(CaseFile file, Instant now) {
        Policy policy = inputs.policy();
        ScoreModel.Scored scored = scoring.score(file, now);
        LeadScore score = scored.score();
        List<StageEntry> entered = StageRules.enter(file, score, policy, now);
        List<StageEntry> stages = new ArrayList<>(file.stages());
        stages.addAll(entered);
        WorkItem work = WorkItems.of(file, stages);
        Optional<Disposition> disposition = Dispositions.of(file, policy);
        Timers timers = sla.timers(file, work, stages, disposition, now);
        Attribution attribution = OriginRules.origin(file, policy, now);
        Decision.NextAction next =
                NextActions.of(file, work, timers.timers(), disposition, sla.zone(work.owner(), file), now);
        LeadQuality quality = LeadQuality.of(file, policy.criteria());
        return new Decision(
                file.person(),
                work,
                entered,
                furthest(stages, work.cycle()),
                attribution,
                score,
                timers.timers(),
                timers.extension(),
                disposition,
                next,
                merges(file),
                quality.validity(),
                quality.text(),
                work.startedAt()
                        .map(since -> ContactAttempts.between(file, since, now))
                        .orElse(0),
                policy.version(),
                validUntil(file, timers, scored, now),
                inputs.hash());
    }

    /** By record, what it should hold in the fields that may be written there. */
    Map<SourceRef, Map<Field, String>> desired(CaseFile file, Decision decision, Instant now) {
        return desired.of(file, decision, now);
    }

    private static List<MergeProposal> merges(CaseFile file) {
        if (file.records().size() < 2) return List.of();
        return MergePlanner.of(file).plan(file.person(), file.records(), file.matches());
    }

    private static Optional<Stage> furthest(List<StageEntry> stages, int cycle) {
        return stages.stream()
                .filter(entry -> entry.cycle() == cycle)
                .map(StageEntry::stage)
                .max(Comparator.naturalOrder());
    }

    /** When a timer, a recency bin or a fact that lies ahead would next make a difference. */
    private static Instant validUntil(CaseFile file, Timers timers, ScoreModel.Scored scored, Instant now) {
        Stream<Instant> ahead = Stream.of(
                        file.meetings().stream().flatMap(each -> Stream.of(each.start(), each.end())),
                        file.opportunities().stream()
                                .flatMap(each -> Stream.of(each.closedAt(), each.closedOn()))
                                .flatMap(Optional::stream),
                        file.records().stream().map(CaseDecision::pausedUntil).flatMap(Optional::stream),
                        timers.nextChange().stream(),
                        scored.validUntil().stream())
                .flatMap(instants -> instants)
                .filter(now::isBefore);
        return ahead.min(Comparator.naturalOrder()).orElse(NEVER);
    }

    private static Optional<Instant> pausedUntil(PersonRecord record) {
        return record.value(Field.OF_PAUSE_UNTIL).map(Instant::parse);
    }
}
