package io.onefunnel.sla;

import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.User;
import io.onefunnel.policy.Handoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * R200: a salesperson who sets the meeting has eight business days; from the fifth the lead may be taken back. No system
 * tells when an owner was set, so the clock starts no earlier than the last touch by somebody else: until then, somebody
 * else had it.
 */
final class TakeBack {
    private final Work work;
    private final Handoff promise;
    private final BusinessCalendars.Named in;
    private final Instant goLive;

    TakeBack(Work work, Handoff handoff, BusinessCalendars.Named in, Instant goLive) {
        this.work = work;
        this.promise = handoff;
        this.in = in;
        this.goLive = goLive;
    }

    /** Empty when the owner is not one of those who set their own meetings. */
    Optional<Running.Judged> judged() {
        Optional<User> owner = work.item().owner().map(work.file().users()::get);
        if (owner.filter(user -> promise.salespeople().contains(user.email())).isEmpty()) return Optional.empty();
        Start start = Start.of(handedOver(owner.get()), goLive, work, in);
        Running running = running(start);
        Optional<Instant> met = work.meetings()
                .filter(meeting -> meeting.outcome() != Meeting.Outcome.CANCELLED)
                .map(Meeting::bookedAt)
                .min(Comparator.naturalOrder())
                .or(this::opportunity);
        if (met.isPresent()) return Optional.of(running.kept(met.get(), "meeting set", work.file(), work.now(), in));
        if (work.disposition().isPresent()) return Optional.of(running.notApplicable("closed by sales"));
        if (start.pausedUntil().isPresent()) {
            return Optional.of(running.paused(start.pausedUntil().get(), in));
        }
        return Optional.of(running.open(work.file(), work.now()));
    }

    /** A meeting that was cancelled entered its stage, too; it is no meeting that is set. */
    private Optional<Instant> opportunity() {
        return work.entries().stream()
                .filter(entry -> entry.stage().compareTo(Stage.OPPORTUNITY) >= 0)
                .map(StageEntry::at)
                .filter(at -> !at.isBefore(work.entry().at()))
                .min(Comparator.naturalOrder());
    }

    private Instant handedOver(User owner) {
        return work.touches()
                .filter(touch -> !touch.automated())
                .filter(touch ->
                        touch.actor().filter(actor -> !isOwner(actor, owner)).isPresent())
                .map(touch -> touch.at())
                .max(Comparator.naturalOrder())
                .orElse(work.entry().at());
    }

    /** Users of several systems are one person by e-mail. */
    private boolean isOwner(SourceRef actor, User owner) {
        if (actor.equals(owner.ref())) return true;
        User user = work.file().users().get(actor);
        return user != null && !user.email().isEmpty() && user.email().equals(owner.email());
    }

    private Running running(Start start) {
        BusinessCalendar calendar = in.calendar();
        Instant offer = calendar.addBusinessDays(start.at(), promise.offerDays());
        Instant due = calendar.addBusinessDays(start.at(), promise.dueDays());
        List<String> lines = new ArrayList<>(start.lines());
        lines.add(Moments.of(start.at(), calendar.zone()) + " + " + Moments.days(promise.dueDays()) + " (" + in.name()
                + ", to the end of business) = " + Moments.of(due, calendar.zone()) + "; may be taken back from "
                + Moments.of(offer, calendar.zone()));
        return new Running(Kind.TAKE_BACK, start.at(), offer, due, Optional.empty(), lines);
    }
}
