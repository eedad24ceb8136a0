package io.onefunnel.sla.timer;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.model.WorkItem;
import io.onefunnel.sla.calendar.BusinessCalendar;
import io.onefunnel.sla.calendar.BusinessCalendars;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One piece of work as its timers look at it: what happened since it began, up to now.
 *
 * @param entry into Conversation Lead
 * @param entries of this piece of work
 * @param disposition of this piece of work; one of earlier work is none
 * @param in the calendar of its owner, and the name that people know it by
 * @param goLive from when on anything is promised
 */
public record SlaContext(
        CaseFile file,
        WorkItem item,
        StageEntry entry,
        List<StageEntry> entries,
        Optional<Disposition> disposition,
        BusinessCalendars.Named in,
        Instant goLive,
        Instant now) {

    /** Empty before the person is a Conversation Lead: nothing was promised yet. */
    public static Optional<SlaContext> of(
            CaseFile file,
            WorkItem item,
            List<StageEntry> stages,
            Optional<Disposition> disposition,
            BusinessCalendars calendars,
            Instant goLive,
            Instant now) {
        List<StageEntry> entries = stages.stream()
                .filter(entry -> entry.cycle() == item.cycle() && !entry.at().isAfter(now))
                .toList();
        return entries.stream()
                .filter(entry -> entry.stage() == Stage.CONVERSATION_LEAD)
                .findFirst()
                .map(entry -> new SlaContext(
                        file,
                        item,
                        entry,
                        entries,
                        disposition.filter(each ->
                                !each.at().isBefore(entry.at()) && !each.at().isAfter(now)),
                        calendars.of(item.owner(), file.users()),
                        goLive,
                        now));
    }

    public BusinessCalendar calendar() {
        return in.calendar();
    }

    String calendarName() {
        return in.name();
    }

    boolean askedToTalk() {
        return file.responses().stream()
                .anyMatch(response -> response.ref().equals(entry.source())
                        && response.offer().wantsToTalk());
    }

    public Stream<Touch> touches() {
        return file.touches().stream()
                .filter(Touch::done)
                .filter(touch -> !touch.at().isBefore(entry.at()) && !touch.at().isAfter(now));
    }

    /** Those put on the calendar since the work began. */
    public Stream<Meeting> meetings() {
        return file.meetings().stream()
                .filter(meeting -> !meeting.bookedAt().isBefore(entry.at())
                        && !meeting.bookedAt().isAfter(now));
    }

    /** The first entry into one of the stages that come after Conversation Lead. */
    Optional<StageEntry> furtherOn() {
        return entries.stream()
                .filter(each -> each.stage().compareTo(Stage.CONVERSATION_LEAD) > 0
                        && !each.at().isBefore(entry.at()))
                .min(Comparator.comparing(StageEntry::at).thenComparing(StageEntry::stage));
    }

    /** Until when a person stopped the clock; the latest instant that any record names. */
    Optional<Instant> pausedUntil() {
        return file.values(Field.OF_PAUSE_UNTIL)
                .map(SlaContext::instant)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
