package io.onefunnel.funnel;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.FunnelEvent.Kind;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of a person in sales, as events for marketing: stages that sales reached, why sales said
 * no, meetings held or missed, opportunities with what they brought or why they were lost, promises kept or broken. What
 * is the case now is told anew each time under the same key; what was recorded keeps its instant.
 */
public final class FunnelEvents {
    private static final int KEY_BYTES = 16;

    /**
     * Marketing made the stages before these itself; an opportunity and a win are outcomes of their own, with an amount.
     */
    private static final Set<Stage> TOLD_STAGES =
            Set.of(Stage.CONVERSATION_LEAD, Stage.FIRST_SALES_MEETING, Stage.PIPELINE, Stage.NEXT_SALE);

    private final CaseFile file;
    private final Decision decision;
    private final Policy policy;
    private final Instant now;
    private final List<StageEntry> stages;
    private final Cycles cycles;
    private final Map<String, FunnelEvent> recorded;
    private final List<FunnelEvent> found = new ArrayList<>();

    private FunnelEvents(CaseFile file, Decision decision, List<FunnelEvent> recorded, Policy policy, Instant now) {
        this.file = file;
        this.decision = decision;
        this.policy = policy;
        this.now = now;
        this.stages = new ArrayList<>(file.stages());
        this.stages.addAll(decision.entered());
        this.cycles = Cycles.of(stages);
        this.recorded = recorded.stream()
                .collect(Collectors.toMap(FunnelEvent::key, Function.identity(), (first, next) -> first));
    }

    /**
     * Everything that is the case at {@code now}, oldest first.
     *
     * @param decision what was decided from the file
     * @param recorded what was told of this person before; an outcome that is no longer the case is not among the answer
     */
    public static List<FunnelEvent> of(
            CaseFile file, Decision decision, List<FunnelEvent> recorded, Policy policy, Instant now) {
        return new FunnelEvents(file, decision, recorded, policy, now).all();
    }

    private List<FunnelEvent> all() {
        stages();
        disposition();
        meetings();
        opportunities();
        promises();
        return found.stream()
                .filter(outcome -> !outcome.at().isAfter(now))
                .sorted(Comparator.comparing(FunnelEvent::at).thenComparing(FunnelEvent::key))
                .toList();
    }

    private void stages() {
        for (StageEntry entry : stages) {
            if (!TOLD_STAGES.contains(entry.stage())) continue;
            Draft draft = draft(Kind.STAGE_ENTERED, entry.at(), entry.source(), entry.stage(), entry.cycle());
            draft.cycle = entry.cycle();
            draft.evidence = entry.evidence();
            draft.stage = Optional.of(entry.stage());
            draft.deal = deal(entry.source());
            found.add(draft.outcome());
        }
    }

    /** That sales set a meeting is a stage. A corrected reason is news, a note alone is not: the field has it. */
    private void disposition() {
        decision.disposition()
                .filter(disposition -> disposition.outcome() != Disposition.Outcome.FIRST_SALES_MEETING)
                .ifPresent(disposition -> {
                    Kind kind = disposition.outcome() == Disposition.Outcome.DISQUALIFIED
                            ? Kind.DISQUALIFIED
                            : Kind.RECYCLED;
                    int cycle = cycles.at(disposition.at());
                    List<String> details =
                            disposition.subReasons().stream().sorted().toList();
                    Draft draft =
                            draft(kind, disposition.at(), disposition.source(), cycle, disposition.reason(), details);
                    draft.cycle = cycle;
                    draft.evidence = "sales said so";
                    draft.reason = disposition.reason();
                    draft.subReasons = disposition.subReasons();
                    draft.note = disposition.note();
                    found.add(draft.outcome());
                });
    }

    private void meetings() {
        for (Meeting meeting : file.meetings()) {
            boolean held = meeting.outcome() == Meeting.Outcome.HELD;
            if (!held && meeting.outcome() != Meeting.Outcome.NO_SHOW) continue;
            Instant at = held ? meeting.end() : meeting.start();
            // A rebooked meeting often is the same record on another day; a corrected hour is the same meeting.
            Draft draft = draft(
                    held ? Kind.MEETING_HELD : Kind.MEETING_NO_SHOW,
                    at,
                    meeting.ref(),
                    meeting.ref(),
                    meeting.start().atOffset(ZoneOffset.UTC).toLocalDate());
            draft.evidence = "the meeting's outcome";
            draft.owner = meeting.owner().or(() -> decision.work().owner());
            found.add(draft.outcome());
        }
    }

    private void opportunities() {
        OpportunityFacts facts = new OpportunityFacts(file, policy.criteria(), now);
        for (Opportunity opportunity : facts.own()) {
            found.add(ofDeal(Kind.OPPORTUNITY_CREATED, opportunity.createdAt(), opportunity, 0));
            int reopened = reopenings(opportunity);
            if (opportunity.closed()) closed(opportunity, reopened);
            else open(opportunity, reopened);
        }
    }

    private int reopenings(Opportunity opportunity) {
        return (int) recorded.values().stream()
                .filter(outcome -> outcome.kind() == Kind.OPPORTUNITY_REOPENED)
                .filter(outcome -> outcome.source().equals(opportunity.ref()))
                .count();
    }

    /** Keyed by how often it was reopened before and not by its date: a corrected close date is no second win. */
    private void closed(Opportunity opportunity, int reopened) {
        Kind kind = opportunity.won() ? Kind.CLOSED_WON : Kind.CLOSED_LOST;
        found.add(ofDeal(kind, ended(opportunity), opportunity, reopened));
    }

    /**
     * Not before somebody said so: the date of a deal is often a plan that has passed, and a win that is recorded today is
     * today's news, whatever date it bears.
     */
    private Instant ended(Opportunity opportunity) {
        Instant day = opportunity.closedOn().orElse(opportunity.version());
        // Lost is lost when it is said; a win counts on the day it is due.
        if (!opportunity.won() && day.isAfter(now)) return opportunity.version();
        Instant said = saidAt(opportunity).orElse(day);
        return said.isAfter(day) ? said : day;
    }

    /** By its history; without one, when a deal that was known as open was changed last. */
    private Optional<Instant> saidAt(Opportunity opportunity) {
        Optional<Instant> entered = opportunity.stages().stream()
                .filter(change -> change.stage().equals(opportunity.stage()))
                .map(Opportunity.StageChange::at)
                .max(Comparator.naturalOrder());
        if (entered.isPresent()) return entered;
        boolean wasOpen = recorded.containsKey(key(Kind.OPPORTUNITY_CREATED, opportunity.ref(), 0));
        return wasOpen ? Optional.of(opportunity.version()) : Optional.empty();
    }

    /** A deal that is open again takes back what was told of its end. */
    private void open(Opportunity opportunity, int reopened) {
        boolean ended = recorded.containsKey(key(Kind.CLOSED_WON, opportunity.ref(), reopened))
                || recorded.containsKey(key(Kind.CLOSED_LOST, opportunity.ref(), reopened));
        int times = ended ? reopened + 1 : reopened;
        if (times > 0) found.add(ofDeal(Kind.OPPORTUNITY_REOPENED, opportunity.version(), opportunity, times));
    }

    private FunnelEvent ofDeal(Kind kind, Instant at, Opportunity opportunity, int occurrence) {
        Draft draft = draft(kind, at, opportunity.ref(), opportunity.ref(), occurrence);
        draft.evidence = opportunity.stage().isEmpty() ? "" : "opportunity in " + opportunity.stage();
        draft.reason = kind == Kind.CLOSED_LOST ? opportunity.lossReason() : "";
        draft.stage = kind == Kind.CLOSED_WON ? Optional.of(Stage.CLOSED_WON) : Optional.of(Stage.OPPORTUNITY);
        draft.deal = Optional.of(deal(opportunity));
        draft.owner = opportunity.owner().or(() -> decision.work().owner());
        return draft.outcome();
    }

    /** A verdict may be withdrawn by later proof; then the other one is told, too. */
    private void promises() {
        for (SlaTimer timer : decision.timers()) {
            boolean met = timer.status() == SlaTimer.Status.MET;
            if (!met && timer.status() != SlaTimer.Status.MISSED) continue;
            int cycle = decision.work().cycle();
            String instance = timer.kind() == SlaTimer.Kind.MEETING_FEEDBACK ? "" + timer.startedAt() : "";
            Draft draft = draft(
                    met ? Kind.SLA_MET : Kind.SLA_MISSED,
                    met ? timer.metAt().orElse(timer.startedAt()) : timer.dueAt(),
                    decision.work().active(),
                    timer.kind(),
                    cycle,
                    instance);
            draft.cycle = cycle;
            draft.evidence = "due " + timer.dueAt();
            draft.promise = Optional.of(timer.kind());
            found.add(draft.outcome());
        }
    }

    private Optional<FunnelEvent.Deal> deal(SourceRef source) {
        return file.opportunities().stream()
                .filter(opportunity -> opportunity.ref().equals(source))
                .map(FunnelEvents::deal)
                .findFirst();
    }

    private static FunnelEvent.Deal deal(Opportunity opportunity) {
        return new FunnelEvent.Deal(
                opportunity.ref(),
                opportunity.name(),
                opportunity.stage(),
                opportunity.amount(),
                opportunity.closedOn().or(opportunity::closedAt));
    }

    /** @param identity what makes it this one; what is said of a person names no record, for it outlives merges */
    private Draft draft(Kind kind, Instant at, SourceRef source, Object... identity) {
        return new Draft(key(kind, identity), kind, at, source);
    }

    private static String key(Kind kind, Object... identity) {
        String text =
                kind + Arrays.stream(identity).map(part -> "\u0000" + part).collect(Collectors.joining());
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** An outcome in the making: most have no reason, no deal and no promise. */
    private final class Draft {
        private final String key;
        private final Kind kind;
        private final Instant at;
        private final SourceRef source;
        private int cycle;
        private String evidence = "";
        private Optional<Stage> stage = Optional.empty();
        private String reason = "";
        private List<String> subReasons = List.of();
        private String note = "";
        private Optional<FunnelEvent.Deal> deal = Optional.empty();
        private Optional<SlaTimer.Kind> promise = Optional.empty();
        private Optional<SourceRef> owner = decision.work().owner();

        private Draft(String key, Kind kind, Instant at, SourceRef source) {
            this.key = key;
            this.kind = kind;
            FunnelEvent before = recorded.get(key);
            this.at = before == null ? at : before.at();
            this.source = source;
            this.cycle = cycles.at(this.at);
        }

        private FunnelEvent outcome() {
            return new FunnelEvent(
                    key, kind, cycle, at, source, evidence, stage, reason, subReasons, note, deal, promise, owner);
        }
    }
}
