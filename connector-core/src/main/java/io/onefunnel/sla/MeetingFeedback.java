package io.onefunnel.sla;

import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.Feedback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** R203: after a meeting, its status within one business day. Looks at the latest meeting that is over. */
final class MeetingFeedback {
    private final Work work;
    private final Feedback promise;
    private final BusinessCalendars calendars;
    private final Instant goLive;

    MeetingFeedback(Work work, Feedback feedback, BusinessCalendars calendars, Instant goLive) {
        this.work = work;
        this.promise = feedback;
        this.calendars = calendars;
        this.goLive = goLive;
    }

    /** Empty before a meeting is over; before go-live nothing was promised about it. */
    Optional<Running.Judged> judged() {
        return work.meetings()
                .filter(meeting ->
                        !meeting.end().isAfter(work.now()) && !meeting.end().isBefore(goLive))
                .max(Comparator.comparing(Meeting::end).thenComparing(Meeting::ref))
                .map(this::judged);
    }

    /** When the next meeting is over, and its status will be asked for. */
    Optional<Instant> begins() {
        return work.meetings()
                .map(Meeting::end)
                .filter(end -> end.isAfter(work.now()))
                .min(Comparator.naturalOrder());
    }

    private Running.Judged judged(Meeting meeting) {
        Optional<SourceRef> owner = meeting.owner().or(() -> work.item().owner());
        BusinessCalendars.Named in = calendars.of(owner, work.file().users());
        Running running = running(meeting, in);
        Optional<Instant> concluded = Stream.concat(work.disposition().map(Disposition::at).stream(), opportunities())
                .filter(at -> !at.isBefore(meeting.start()))
                .min(Comparator.naturalOrder());
        if (concluded.isPresent()) return running.kept(concluded.get(), "status given", work.file(), work.now(), in);
        boolean told = meeting.outcome() != Meeting.Outcome.UNKNOWN && meeting.outcome() != Meeting.Outcome.SCHEDULED;
        if (told) return running.kept("the meeting's outcome is given");
        boolean answered = work.file().values(Field.OF_MEETING_STATUS).findAny().isPresent();
        if (answered) return running.kept("the meeting's status is given");
        return running.open(work.file(), work.now());
    }

    private Stream<Instant> opportunities() {
        return work.entries().stream()
                .filter(entry -> entry.stage().compareTo(Stage.OPPORTUNITY) >= 0)
                .map(StageEntry::at);
    }

    private Running running(Meeting meeting, BusinessCalendars.Named in) {
        BusinessCalendar calendar = in.calendar();
        Instant due = calendar.addBusinessDays(meeting.end(), promise.meetingDays());
        List<String> lines = new ArrayList<>();
        lines.add("meeting over " + Moments.of(meeting.end(), calendar.zone()) + " + "
                + Moments.days(promise.meetingDays()) + " (" + in.name() + ", to the end of business) = "
                + Moments.of(due, calendar.zone()));
        // Its status is wanted at once, so it is at risk from the beginning.
        return new Running(Kind.MEETING_FEEDBACK, meeting.end(), meeting.end(), due, Optional.empty(), lines);
    }
}
