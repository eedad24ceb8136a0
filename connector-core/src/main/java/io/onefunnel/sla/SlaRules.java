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
import io.onefunnel.sla.calendar.BusinessCalendars;
import io.onefunnel.sla.timer.FirstTouch;
import io.onefunnel.sla.timer.MeetingFeedback;
import io.onefunnel.sla.timer.Resolution;
import io.onefunnel.sla.timer.SlaContext;
import io.onefunnel.sla.timer.SlaRule;
import io.onefunnel.sla.timer.TakeBack;
import io.onefunnel.sla.timer.Verdict;
import java.time.Instant;
import java.time.ZoneId;
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
    private final List<SlaRule> rules;

    public SlaRules(Inputs inputs) {
        this.policy = inputs.policy();
        this.calendars = new BusinessCalendars(inputs.calendars());
        this.rules = List.of(
                new FirstTouch(policy.followUp()),
                new Resolution(policy.followUp()),
                new TakeBack(policy.handoff()),
                new MeetingFeedback(policy.feedback(), calendars));
    }

    /**
     * The timers of the current piece of work; none before the person is a Conversation Lead or the framework is live.
     *
     * @param stages all entries, recorded and new
     */
    public Timers timers(
            CaseFile file, WorkItem item, List<StageEntry> stages, Optional<Disposition> disposition, Instant now) {
        Optional<Instant> goLive = policy.goLive();
        if (goLive.isEmpty()) return Timers.NONE;
        Optional<SlaContext> work = SlaContext.of(file, item, stages, disposition, calendars, goLive.get(), now);
        if (work.isEmpty()) return Timers.NONE;
        if (now.isBefore(goLive.get())) return new Timers(List.of(), Optional.empty(), goLive);
        return dormant(work.get()) ? Timers.NONE : timers(work.get());
    }

    /**
     * Whether the work had come to rest before the framework went live: nobody had touched it for longer than even an
     * extended resolution may take. Nothing was promised about it, and thousands of such people would all be late an hour
     * after go-live. A new response opens it again.
     */
    private boolean dormant(SlaContext work) {
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
        int longest = policy.followUp().resolution().dueDays()
                + policy.followUp().resolution().extensionDays();
        return work.calendar().addBusinessDays(lastSign, longest).isBefore(work.goLive());
    }

    /** The zone in which an owner's days and hours are told. */
    public ZoneId zone(Optional<SourceRef> owner, CaseFile file) {
        return calendars.of(owner, file.users()).calendar().zone();
    }

    private Timers timers(SlaContext work) {
        List<Verdict> verdicts = rules.stream().map(rule -> rule.judge(work)).toList();
        return new Timers(
                verdicts.stream().map(Verdict::timer).flatMap(Optional::stream).toList(),
                verdicts.stream()
                        .map(Verdict::extension)
                        .flatMap(Optional::stream)
                        .findFirst(),
                verdicts.stream()
                        .map(Verdict::nextChange)
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()));
    }
}
