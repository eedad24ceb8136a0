package io.onefunnel.funnel;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision.NextAction;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.model.Touch;
import io.onefunnel.model.WorkItem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line that a rep can act on, in the order of what cannot wait. What a person opted out of is never proposed. The line
 * changes with facts and timers alone: it names days, and never how long something still has.
 */
public final class NextActions {
    private static final int LONGEST = 80;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);

    private final CaseFile file;
    private final List<SlaTimer> timers;
    private final ZoneId zone;
    private final Instant now;
    private final Instant since;

    private NextActions(CaseFile file, WorkItem work, List<SlaTimer> timers, ZoneId zone, Instant now) {
        this.file = file;
        this.timers = timers;
        this.zone = zone;
        this.now = now;
        this.since = work.startedAt().orElse(now);
    }

    /** @param zone of the owner, in which days are named */
    public static NextAction of(
            CaseFile file,
            WorkItem work,
            List<SlaTimer> timers,
            Optional<Disposition> disposition,
            ZoneId zone,
            Instant now) {
        if (work.startedAt().isEmpty()) return NextAction.NONE;
        Instant since = work.startedAt().get();
        boolean closed = disposition
                .filter(Dispositions::closes)
                .filter(each -> !each.at().isBefore(since))
                .isPresent();
        return closed ? NextAction.NONE : new NextActions(file, work, timers, zone, now).next();
    }

    private NextAction next() {
        return noContact()
                .or(this::paused)
                .or(this::meetingFeedback)
                .or(this::rebook)
                .or(this::prepare)
                .or(this::firstTouch)
                .or(this::answer)
                .or(this::setMeeting)
                .or(this::conclude)
                .orElse(NextAction.NONE);
    }

    private Optional<NextAction> noContact() {
        if (!any(Field.DO_NOT_CALL) || !any(Field.EMAIL_OPT_OUT)) return Optional.empty();
        return Optional.of(action("Do not call or e-mail: opted out of both", Optional.empty()));
    }

    private Optional<NextAction> paused() {
        if (timers.stream().noneMatch(timer -> timer.status() == Status.PAUSED)) return Optional.empty();
        String reason = file.values(Field.OF_PAUSE_REASON)
                .findFirst()
                .map(text -> ": " + text)
                .orElse("");
        return file.values(Field.OF_PAUSE_UNTIL)
                .map(NextActions::instant)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(until -> action("Paused until " + day(until) + reason, Optional.of(until)));
    }

    private Optional<NextAction> meetingFeedback() {
        return unmet(Kind.MEETING_FEEDBACK)
                .map(timer -> action("How did " + weekday(timer.startedAt()) + "'s meeting go?", due(timer)));
    }

    private Optional<NextAction> rebook() {
        Optional<Meeting> latest = meetings()
                .filter(meeting -> !meeting.start().isAfter(now) || meeting.outcome() == Meeting.Outcome.CANCELLED)
                .max(Comparator.comparing(Meeting::start).thenComparing(Meeting::ref));
        boolean another = meetings().anyMatch(this::isAhead);
        return latest.filter(meeting -> !another)
                .filter(meeting -> switch (meeting.outcome()) {
                    case NO_SHOW, CANCELLED, RESCHEDULED -> true;
                    case SCHEDULED, HELD, UNKNOWN -> false;
                })
                .map(meeting -> action(
                        "Rebook: the meeting of " + day(meeting.start()) + " did not take place", Optional.empty()));
    }

    private Optional<NextAction> prepare() {
        return meetings()
                .filter(this::isAhead)
                .min(Comparator.comparing(Meeting::start).thenComparing(Meeting::ref))
                .map(meeting -> action("Prepare the meeting on " + day(meeting.start()), Optional.of(meeting.start())));
    }

    private Optional<NextAction> firstTouch() {
        return unmet(Kind.FIRST_TOUCH).map(timer -> action(verb() + ": " + why(), due(timer)));
    }

    /** An answer that nobody has followed up yet. */
    private Optional<NextAction> answer() {
        Optional<Touch> latest = file.touches().stream()
                .filter(touch -> touch.done()
                        && !touch.at().isBefore(since)
                        && !touch.at().isAfter(now))
                .filter(touch -> !touch.automated())
                .max(Comparator.comparing(Touch::at).thenComparing(Touch::ref));
        return latest.filter(
                        touch -> touch.direction() == Touch.Direction.INBOUND && touch.result() == Touch.Result.REPLIED)
                .map(touch -> action("Answer: replied on " + weekday(touch.at()), dueOf(Kind.RESOLUTION)));
    }

    private Optional<NextAction> setMeeting() {
        return unmet(Kind.TAKE_BACK)
                .map(timer ->
                        action("Set a meeting by " + day(timer.dueAt()) + ", or it may be taken back", due(timer)));
    }

    private Optional<NextAction> conclude() {
        return unmet(Kind.RESOLUTION)
                .map(timer -> action(verb() + " again, then set a meeting or close it with a reason", due(timer)));
    }

    private String verb() {
        return any(Field.DO_NOT_CALL) ? "E-mail" : "Call";
    }

    private String why() {
        Optional<CampaignResponse> latest = file.responses().stream()
                .filter(response -> response.responded() && !response.at().isAfter(now))
                .max(Comparator.comparing((CampaignResponse response) ->
                                response.offer().wantsToTalk() && !response.at().isBefore(since))
                        .thenComparing(CampaignResponse::at)
                        .thenComparing(CampaignResponse::ref));
        return latest.map(response -> Labels.did(response.offer()) + " on " + day(response.at()))
                .orElse("new Conversation Lead");
    }

    private Stream<Meeting> meetings() {
        return file.meetings().stream()
                .filter(meeting -> !meeting.bookedAt().isBefore(since)
                        && !meeting.bookedAt().isAfter(now));
    }

    private boolean isAhead(Meeting meeting) {
        return meeting.start().isAfter(now)
                && (meeting.outcome() == Meeting.Outcome.SCHEDULED || meeting.outcome() == Meeting.Outcome.UNKNOWN);
    }

    /** A timer whose promise is not kept yet, late or not. */
    private Optional<SlaTimer> unmet(Kind kind) {
        return timers.stream()
                .filter(timer -> timer.kind() == kind && timer.metAt().isEmpty())
                .filter(timer -> timer.status().open() || timer.status() == Status.MISSED)
                .findFirst();
    }

    private Optional<Instant> dueOf(Kind kind) {
        return unmet(kind).map(SlaTimer::dueAt);
    }

    private static Optional<Instant> due(SlaTimer timer) {
        return Optional.of(timer.dueAt());
    }

    private boolean any(Field flag) {
        return file.records().stream().anyMatch((PersonRecord record) -> record.is(flag));
    }

    private String day(Instant instant) {
        return DAY.format(instant.atZone(zone));
    }

    private String weekday(Instant instant) {
        return WEEKDAY.format(instant.atZone(zone));
    }

    private static NextAction action(String text, Optional<Instant> due) {
        boolean fits = text.codePointCount(0, text.length()) <= LONGEST;
        return new NextAction(fits ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…", due);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
