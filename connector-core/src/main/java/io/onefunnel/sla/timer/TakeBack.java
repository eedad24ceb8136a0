package io.onefunnel.sla.timer;

import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.User;
import io.onefunnel.policy.Handoff;
import io.onefunnel.sla.calendar.BusinessCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A salesperson who sets the meeting has eight business days; from the fifth the lead may be taken back. No system
 * tells when an owner was set, so the clock starts no earlier than the last touch by somebody else: until then, somebody
 * else had it.
 */
public final class TakeBack implements SlaRule {
    private final Handoff promise;

    public TakeBack(Handoff handoff) {
        this.promise = handoff;
    }

    /** No timer when the owner is not one of those who set their own meetings. */
    @Override
    public Verdict judge(SlaContext work) {
        Optional<User> owner = work.item().owner().map(work.file().users()::get);
        if (owner.filter(user -> promise.salespeople().contains(user.email())).isEmpty()) return Verdict.NONE;
        ClockStart start = ClockStart.of(handedOver(owner.get(), work), work);
        TimerDraft draft = draft(work, start);
        Optional<Instant> met = work.meetings()
                .filter(meeting -> meeting.outcome() != Meeting.Outcome.CANCELLED)
                .map(Meeting::bookedAt)
                .min(Comparator.naturalOrder())
                .or(() -> opportunity(work));
        if (met.isPresent()) return draft.kept(met.get(), "meeting set", work);
        if (work.disposition().isPresent()) return draft.notApplicable("closed by sales");
        return draft.unlessPaused(start, work);
    }

    /** A meeting that was cancelled entered its stage, too; it is no meeting that is set. */
    private static Optional<Instant> opportunity(SlaContext work) {
        return work.entries().stream()
                .filter(entry -> entry.stage().compareTo(Stage.OPPORTUNITY) >= 0)
                .map(StageEntry::at)
                .filter(at -> !at.isBefore(work.entry().at()))
                .min(Comparator.naturalOrder());
    }

    private static Instant handedOver(User owner, SlaContext work) {
        return work.touches()
                .filter(touch -> !touch.automated())
                .filter(touch -> touch.actor()
                        .filter(actor -> !isOwner(actor, owner, work))
                        .isPresent())
                .map(touch -> touch.at())
                .max(Comparator.naturalOrder())
                .orElse(work.entry().at());
    }

    /** Users of several systems are one person by e-mail. */
    private static boolean isOwner(SourceRef actor, User owner, SlaContext work) {
        if (actor.equals(owner.ref())) return true;
        User user = work.file().users().get(actor);
        return user != null && !user.email().isEmpty() && user.email().equals(owner.email());
    }

    private TimerDraft draft(SlaContext work, ClockStart start) {
        BusinessCalendar calendar = work.calendar();
        Instant offer = calendar.addBusinessDays(start.at(), promise.offerDays());
        Instant due = calendar.addBusinessDays(start.at(), promise.dueDays());
        List<String> lines = new ArrayList<>(start.lines());
        lines.add(TimeText.of(start.at(), calendar.zone()) + " + " + TimeText.days(promise.dueDays()) + " ("
                + work.calendarName()
                + ", to the end of business) = " + TimeText.of(due, calendar.zone()) + "; may be taken back from "
                + TimeText.of(offer, calendar.zone()));
        return new TimerDraft(Kind.TAKE_BACK, start.at(), offer, due, Optional.empty(), lines);
    }
}
