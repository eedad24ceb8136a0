package io.onefunnel.sla.timer;

import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.Feedback;
import io.onefunnel.sla.calendar.BusinessCalendar;
import io.onefunnel.sla.calendar.BusinessCalendars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** After a meeting, its status within one business day. Looks at the latest meeting that is over. */
public final class MeetingFeedback implements SlaRule {
    private final Feedback promise;
    private final BusinessCalendars calendars;

    public MeetingFeedback(Feedback feedback, BusinessCalendars calendars) {
        this.promise = feedback;
        this.calendars = calendars;
    }

    /** No timer before a meeting is over, nor for one before go-live: nothing was promised about it. */
    @Override
    public Verdict judge(SlaContext work) {
        return work.meetings()
                .filter(meeting ->
                        !meeting.end().isAfter(work.now()) && !meeting.end().isBefore(work.goLive()))
                .max(Comparator.comparing(Meeting::end).thenComparing(Meeting::ref))
                .map(meeting -> judge(meeting, work))
                .orElse(Verdict.NONE)
                .lookingAgainAt(begins(work));
    }

    /** When the next meeting is over, and its status will be asked for. */
    private static Optional<Instant> begins(SlaContext work) {
        return work.meetings()
                .map(Meeting::end)
                .filter(end -> end.isAfter(work.now()))
                .min(Comparator.naturalOrder());
    }

    private Verdict judge(Meeting meeting, SlaContext work) {
        Optional<SourceRef> owner = meeting.owner().or(() -> work.item().owner());
        BusinessCalendars.Named in = calendars.of(owner, work.file().users());
        TimerDraft draft = draft(meeting, in);
        Optional<Instant> concluded = Stream.concat(
                        work.disposition().map(Disposition::at).stream(), opportunities(work))
                .filter(at -> !at.isBefore(meeting.start()))
                .min(Comparator.naturalOrder());
        if (concluded.isPresent()) return draft.kept(concluded.get(), "status given", work, in.calendar());
        boolean told = meeting.outcome() != Meeting.Outcome.UNKNOWN && meeting.outcome() != Meeting.Outcome.SCHEDULED;
        if (told) return draft.kept("the meeting's outcome is given");
        boolean answered = work.file().values(Field.OF_MEETING_STATUS).findAny().isPresent();
        if (answered) return draft.kept("the meeting's status is given");
        return draft.open(work);
    }

    private static Stream<Instant> opportunities(SlaContext work) {
        return work.entries().stream()
                .filter(entry -> entry.stage().compareTo(Stage.OPPORTUNITY) >= 0)
                .map(StageEntry::at);
    }

    private TimerDraft draft(Meeting meeting, BusinessCalendars.Named in) {
        BusinessCalendar calendar = in.calendar();
        Instant due = calendar.addBusinessDays(meeting.end(), promise.meetingDays());
        List<String> lines = new ArrayList<>();
        lines.add("meeting over " + TimeText.of(meeting.end(), calendar.zone()) + " + "
                + TimeText.days(promise.meetingDays()) + " (" + in.name() + ", to the end of business) = "
                + TimeText.of(due, calendar.zone()));
        // Its status is wanted at once, so it is at risk from the beginning.
        return new TimerDraft(Kind.MEETING_FEEDBACK, meeting.end(), meeting.end(), due, Optional.empty(), lines);
    }
}
