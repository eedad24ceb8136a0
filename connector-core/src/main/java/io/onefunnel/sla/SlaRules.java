package io.onefunnel.sla;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.model.WorkItem;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which promises are kept about a person. Timers run from the entry into Conversation Lead, never from before the
 * framework went live. Safe for use by several threads; build one for each set of inputs, because calendars are kept.
 */
public final class SlaRules {
    private final Policy policy;
    private final BusinessCalendars calendars;

    public SlaRules(Inputs inputs) {
        this.policy = inputs.policy();
        this.calendars = new BusinessCalendars(inputs.calendars());
    }

    /**
     * The timers of the current piece of work; none before the person is a Conversation Lead or the framework is live.
     *
     * @param stages all entries, recorded and new
     */
    public Timers timers(
            CaseFile file, WorkItem item, List<StageEntry> stages, Optional<Disposition> disposition, Instant now) {
        Optional<Work> work = Work.of(file, item, stages, disposition, now);
        Optional<Instant> goLive = policy.goLive();
        if (work.isEmpty() || goLive.isEmpty()) return new Timers(List.of(), Optional.empty(), Optional.empty());
        if (now.isBefore(goLive.get())) return new Timers(List.of(), Optional.empty(), goLive);
        if (dormant(work.get(), goLive.get())) return new Timers(List.of(), Optional.empty(), Optional.empty());
        return timers(work.get(), goLive.get());
    }

    /**
     * Whether the work had come to rest before the framework went live: nobody had touched it for longer than even an
     * extended resolution may take. Nothing was promised about it, and thousands of such people would all be late an hour
     * after go-live. A new response opens it again.
     */
    private boolean dormant(Work work, Instant goLive) {
        Instant lastSign = Stream.concat(
                        Stream.concat(
                                work.touches().map(Touch::at),
                                work.file().responses().stream()
                                        .map(CampaignResponse::at)
                                        .filter(at -> !at.isAfter(work.now()))),
                        work.meetings().map(Meeting::bookedAt))
                .max(Comparator.naturalOrder())
                .filter(work.entry().at()::isBefore)
                .orElse(work.entry().at());
        BusinessCalendar calendar =
                calendars.of(work.item().owner(), work.file().users()).calendar();
        int longest = policy.followUp().resolution().dueDays()
                + policy.followUp().resolution().extensionDays();
        return calendar.addBusinessDays(lastSign, longest).isBefore(goLive);
    }

    /** The zone in which an owner's days and hours are told. */
    public ZoneId zone(Optional<SourceRef> owner, CaseFile file) {
        return calendars.of(owner, file.users()).calendar().zone();
    }

    private Timers timers(Work work, Instant goLive) {
        BusinessCalendars.Named calendar =
                calendars.of(work.item().owner(), work.file().users());
        Resolution resolution = new Resolution(work, policy.followUp(), calendar, goLive);
        List<Running.Judged> judged = new ArrayList<>();
        judged.add(new FirstTouch(work, policy.followUp(), calendar, goLive).judged());
        judged.add(resolution.judged());
        new TakeBack(work, policy.handoff(), calendar, goLive).judged().ifPresent(judged::add);
        MeetingFeedback feedback = new MeetingFeedback(work, policy.feedback(), calendars, goLive);
        feedback.judged().ifPresent(judged::add);
        return new Timers(
                judged.stream().map(Running.Judged::timer).toList(),
                resolution.extension(),
                Stream.concat(
                                judged.stream().map(Running.Judged::nextChange).flatMap(Optional::stream),
                                feedback.begins().stream())
                        .min(Comparator.naturalOrder()));
    }
}
