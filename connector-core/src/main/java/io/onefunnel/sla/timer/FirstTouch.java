package io.onefunnel.sla.timer;

import io.onefunnel.model.Channel;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.RetentionHorizon;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.Touch;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.sla.calendar.BusinessCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Somebody gets in touch within an hour of business time, within a quarter of one if the person asked to talk. An
 * attempt is a touch: the promise is the effort. What counts may have been logged on any record in any system.
 */
public final class FirstTouch implements SlaRule {
    private final FollowUp.FirstTouch promise;

    public FirstTouch(FollowUp followUp) {
        this.promise = followUp.firstTouch();
    }

    @Override
    public Verdict judge(SlaContext work) {
        ClockStart start = ClockStart.of(work.entry().at(), work);
        TimerDraft draft = draft(work, start);
        Optional<Kept> kept = kept(work);
        if (kept.isPresent()) return draft.kept(kept.get().at(), kept.get().how(), work);
        Optional<Disposition> closed =
                work.disposition().filter(each -> !each.at().isAfter(draft.dueAt()));
        if (closed.isPresent()) return draft.notApplicable("closed by sales before it was due");
        Optional<Instant> known =
                observableSince(work).filter(since -> work.entry().at().isBefore(since));
        if (known.isPresent()) {
            return draft.notApplicable("began before activities are known (from "
                    + known.get().atZone(work.calendar().zone()).toLocalDate() + " on); a touch may have been then");
        }
        return draft.unlessPaused(start, work);
    }

    /** Where a machine's touch keeps the promise, what machines did must be known, too. */
    private Optional<Instant> observableSince(SlaContext work) {
        RetentionHorizon horizon = work.file().observableSince();
        return promise.automatedCounts() ? horizon.everything() : horizon.touches();
    }

    private TimerDraft draft(SlaContext work, ClockStart start) {
        boolean asked = work.askedToTalk();
        Duration within = asked ? promise.withinIfAsked() : promise.within();
        BusinessCalendar calendar = work.calendar();
        Instant due = calendar.add(start.at(), within);
        Instant warn = calendar.add(start.at(), Duration.ofSeconds(within.getSeconds() * promise.warnPercent() / 100));
        List<String> lines = new ArrayList<>(start.lines());
        lines.add(TimeText.of(start.at(), calendar.zone()) + " + " + TimeText.of(within) + " business time ("
                + work.calendarName()
                + ", " + calendar.hoursAround(start.at()) + (asked ? "; asked to talk" : "") + ") = "
                + TimeText.of(due, calendar.zone()));
        return new TimerDraft(Kind.FIRST_TOUCH, start.at(), warn, due, Optional.empty(), lines);
    }

    private record Kept(Instant at, String how) {}

    private Optional<Kept> kept(SlaContext work) {
        Stream<Kept> touched = work.touches().filter(this::counts).map(touch -> new Kept(touch.at(), words(touch)));
        Stream<Kept> met = work.meetings().map(meeting -> new Kept(meeting.bookedAt(), "meeting booked"));
        // Whoever is further on, or was given a meeting by sales, was talked to, logged or not.
        Stream<Kept> further = work.furtherOn().stream()
                .map(entry -> new Kept(entry.at(), entry.stage().label()));
        Stream<Kept> agreed = work.disposition().stream()
                .filter(each -> each.outcome() == Disposition.Outcome.FIRST_SALES_MEETING)
                .map(each -> new Kept(each.at(), "outcome First Sales Meeting"));
        return Stream.of(touched, met, further, agreed)
                .flatMap(each -> each)
                .min(Comparator.comparing(Kept::at).thenComparing(Kept::how));
    }

    private boolean counts(Touch touch) {
        boolean machine = touch.automated() || touch.channel() == Channel.AUTOMATED_ASSISTANT;
        return switch (touch.direction()) {
            case OUTBOUND -> !machine || promise.automatedCounts();
            case INBOUND -> !touch.automated() && isAnswer(touch);
            case INTERNAL -> false;
        };
    }

    static boolean isAnswer(Touch touch) {
        return touch.result() == Touch.Result.REPLIED || touch.result() == Touch.Result.CONNECTED;
    }

    private static String words(Touch touch) {
        String channel = touch.channel() == Channel.EMAIL
                ? "e-mail"
                : touch.channel().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return touch.direction() == Touch.Direction.INBOUND ? "answer by " + channel : channel;
    }
}
