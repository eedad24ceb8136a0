package io.onefunnel.writeback;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.scoring.Reasons;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What every record of a person should hold in the fields that are ours. */
public final class DesiredState {
    /** What sales says of a person; read in the system of record, copied everywhere else. */
    static final Set<Field> ANSWERS =
            Set.of(Field.OF_OUTCOME, Field.OF_DISQUALIFY_REASON, Field.OF_SUB_REASONS, Field.OF_CONTEXT_NOTE);

    /** No text field of the three vendors is shorter than this by default. */
    private static final int TEXT_LENGTH = 255;

    private static final int LONG_TEXT_LENGTH = 2_000;

    private final WriteScope scope;

    public DesiredState(WriteScope scope) {
        this.scope = scope;
    }

    /** By record, the wanted values of the fields that may be written there. */
    public Map<SourceRef, Map<Field, String>> of(CaseFile file, Decision decision, Instant now) {
        Map<Field, String> common = common(file, decision, now);
        Map<SourceRef, Map<Field, String>> desired = new TreeMap<>();
        for (PersonRecord record : file.records()) {
            if (record.link(LinkRole.CONVERTED_TO).isPresent()) continue;
            Map<Field, String> values = new EnumMap<>(common);
            putMerge(values, record, decision.merges());
            putReferrer(values, record, decision.attribution());
            values.keySet().retainAll(scope.writable(record));
            values.replaceAll(DesiredState::fitting);
            if (!values.isEmpty()) desired.put(record.ref(), values);
        }
        return desired;
    }

    private Map<Field, String> common(CaseFile file, Decision decision, Instant now) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        values.put(Field.OF_PERSON_ID, file.person().value());
        putScore(values, decision, now);
        putStages(values, file, decision);
        putTimers(values, decision);
        values.put(
                Field.OF_EXTENSION_REASON, decision.extension().map(Enum::name).orElse(""));
        values.put(Field.OF_NEXT_ACTION, decision.next().text());
        values.put(
                Field.OF_NEXT_ACTION_DUE,
                decision.next().due().map(DesiredState::text).orElse(""));
        values.put(Field.OF_ATTEMPTS, decision.work().startedAt().isPresent() ? "" + decision.attempts() : "");
        putMeetings(values, file, decision);
        putResult(values, file, now);
        putAttribution(values, decision.attribution());
        decision.disposition()
                .ifPresentOrElse(
                        disposition -> putAnswers(values, disposition),
                        () -> ANSWERS.forEach(field -> values.put(field, "")));
        values.put(
                Field.OF_OUTCOME_AT,
                decision.disposition()
                        .map(Disposition::at)
                        .map(DesiredState::text)
                        .orElse(""));
        values.put(Field.OF_VALIDITY, decision.validity().name());
        values.put(Field.OF_MISSING_FIELDS, decision.missingFields());
        values.put(Field.OF_CRITERIA_VERSION, decision.policyVersion());
        values.put(Field.OF_HEARTBEAT, text(now));
        return values;
    }

    private static void putScore(Map<Field, String> values, Decision decision, Instant now) {
        LeadScore score = decision.score();
        values.put(Field.OF_SCORE, "" + score.value());
        values.put(Field.OF_GRADE, score.grade().name());
        values.put(Field.OF_SCORE_REASONS, Reasons.line(score));
        values.put(Field.OF_TOP_REASON, Reasons.top(score));
        values.put(Field.OF_SCORE_VERSION, score.version());
        values.put(Field.OF_SCORE_AT, text(now));
    }

    private static void putStages(Map<Field, String> values, CaseFile file, Decision decision) {
        List<StageEntry> entries = new ArrayList<>(file.stages());
        entries.addAll(decision.entered());
        for (Stage stage : Stage.values()) {
            values.put(
                    Field.enteredAt(stage),
                    latest(entries, stage).map(DesiredState::text).orElse(""));
        }
        values.put(Field.OF_STAGE, decision.stage().map(Stage::name).orElse(""));
        values.put(
                Field.OF_STAGE_SINCE,
                decision.stage()
                        .flatMap(stage -> latest(entries, stage))
                        .map(DesiredState::text)
                        .orElse(""));
    }

    private static Optional<Instant> latest(List<StageEntry> entries, Stage stage) {
        return entries.stream()
                .filter(entry -> entry.stage() == stage)
                .map(StageEntry::at)
                .max(Comparator.naturalOrder());
    }

    /** A timer that does not run any more is emptied. */
    private static void putTimers(Map<Field, String> values, Decision decision) {
        for (SlaTimer.Kind kind : SlaTimer.Kind.values()) {
            Optional<SlaTimer> timer = decision.timer(kind);
            values.put(kind.due(), timer.map(each -> text(each.dueAt())).orElse(""));
            values.put(kind.status(), timer.map(each -> each.status().name()).orElse(""));
            kind.at()
                    .ifPresent(field -> values.put(
                            field,
                            timer.flatMap(SlaTimer::metAt)
                                    .map(DesiredState::text)
                                    .orElse("")));
        }
    }

    private static void putMeetings(Map<Field, String> values, CaseFile file, Decision decision) {
        boolean inWork =
                decision.work().startedAt().isPresent() || !file.meetings().isEmpty();
        long held = file.meetings().stream()
                .filter(meeting -> meeting.outcome() == Meeting.Outcome.HELD)
                .count();
        values.put(Field.OF_MEETINGS_BOOKED, inWork ? "" + file.meetings().size() : "");
        values.put(Field.OF_MEETINGS_HELD, inWork ? "" + held : "");
        values.put(Field.OF_REBOOK_COUNT, inWork ? "" + rebooked(file.meetings()) : "");
    }

    /** Meetings that did not take place and after which another one was booked. */
    private static long rebooked(List<Meeting> meetings) {
        return meetings.stream()
                .filter(meeting -> switch (meeting.outcome()) {
                    case NO_SHOW, CANCELLED, RESCHEDULED -> true;
                    case SCHEDULED, HELD, UNKNOWN -> false;
                })
                .filter(missed -> meetings.stream()
                        .anyMatch(other -> other.start().isAfter(missed.start())
                                && !other.bookedAt().isBefore(missed.bookedAt())))
                .count();
    }

    /** How the latest opportunity in which the person has a role stands: marketing filters by the last one. */
    private static void putResult(Map<Field, String> values, CaseFile file, Instant now) {
        Optional<Opportunity> latest = file.opportunities().stream()
                .filter(opportunity -> opportunity.people().stream()
                        .anyMatch(person -> file.record(person).isPresent()))
                .max(Comparator.comparing(DesiredState::since).thenComparing(Opportunity::ref));
        values.put(Field.OF_RESULT, latest.map(each -> result(each, now)).orElse(""));
        values.put(
                Field.OF_RESULT_AT,
                latest.map(DesiredState::since)
                        .filter(at -> !at.isAfter(now))
                        .map(DesiredState::text)
                        .orElse(""));
        values.put(Field.OF_RESULT_STAGE, latest.map(Opportunity::stage).orElse(""));
        values.put(Field.OF_RESULT_REASON, latest.map(Opportunity::lossReason).orElse(""));
        Optional<Money> amount = latest.flatMap(Opportunity::amount);
        values.put(
                Field.OF_RESULT_AMOUNT,
                amount.map(money -> money.amount().stripTrailingZeros().toPlainString())
                        .orElse(""));
        values.put(Field.OF_RESULT_CURRENCY, amount.map(Money::currency).orElse(""));
    }

    private static Instant since(Opportunity opportunity) {
        return opportunity.closedOn().orElse(opportunity.createdAt());
    }

    private static String result(Opportunity opportunity, Instant now) {
        boolean ahead = opportunity.closedOn().filter(now::isBefore).isPresent();
        if (!opportunity.closed() || opportunity.won() && ahead) return "OPEN";
        return opportunity.won() ? "WON" : "LOST";
    }

    private static void putAttribution(Map<Field, String> values, Attribution attribution) {
        values.put(Field.OF_ORIGIN, attribution.origin().name());
        values.put(Field.OF_ORIGINAL_SOURCE, attribution.originalSource());
        values.put(Field.OF_ORIGINAL_CAMPAIGN, attribution.originalCampaign());
        values.put(
                Field.OF_ORIGINAL_LEAD_ID,
                attribution.referral().isPresent()
                        ? attribution.originalRecord().toString()
                        : "");
        values.put(
                Field.OF_REFERRAL_DEPTH,
                attribution.referral().map(referral -> "" + referral.depth()).orElse(""));
    }

    private static void putAnswers(Map<Field, String> values, Disposition disposition) {
        values.put(Field.OF_OUTCOME, disposition.outcome().name());
        values.put(Field.OF_DISQUALIFY_REASON, disposition.reason());
        values.put(Field.OF_SUB_REASONS, String.join(";", disposition.subReasons()));
        values.put(Field.OF_CONTEXT_NOTE, disposition.note());
    }

    /** A lookup can only hold a record of its own system. */
    private static void putReferrer(Map<Field, String> values, PersonRecord record, Attribution attribution) {
        attribution
                .referral()
                .map(Attribution.Referral::record)
                .filter(referrer -> referrer.connection().equals(record.ref().connection()))
                .ifPresent(referrer -> values.put(Field.OF_REFERRED_BY, referrer.id()));
    }

    private static void putMerge(Map<Field, String> values, PersonRecord record, List<MergeProposal> merges) {
        values.put(Field.OF_MERGE_STATE, "NONE");
        values.put(Field.OF_DUPLICATE_OF, "");
        for (MergeProposal merge : merges) {
            if (!merge.losers().contains(record.ref())) continue;
            values.put(Field.OF_MERGE_STATE, "SUSPECT");
            values.put(Field.OF_DUPLICATE_OF, merge.survivor().id());
        }
    }

    private static String fitting(Field field, String value) {
        int most = switch (field.type()) {
            case TEXT -> TEXT_LENGTH;
            case LONG_TEXT -> LONG_TEXT_LENGTH;
            default -> Integer.MAX_VALUE;
        };
        return value.length() <= most ? value : value.substring(0, value.offsetByCodePoints(0, cut(value, most)));
    }

    /** How many code points fit into {@code most} chars: a cut must not leave half a character. */
    private static int cut(String value, int most) {
        int end = Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most;
        return value.codePointCount(0, end);
    }

    /** The vendors keep whole seconds. */
    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
