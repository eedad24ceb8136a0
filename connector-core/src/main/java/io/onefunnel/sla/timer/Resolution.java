package io.onefunnel.sla.timer;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Company;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.FollowUp.HighPotential;
import io.onefunnel.policy.IdealCustomer;
import io.onefunnel.sla.calendar.BusinessCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A first sales meeting or a conclusion within fifteen business days, with two reasons for more. */
public final class Resolution implements SlaRule {
    private final FollowUp.Resolution promise;
    private final HighPotential highPotential;

    public Resolution(FollowUp followUp) {
        this.promise = followUp.resolution();
        this.highPotential = followUp.highPotential();
    }

    @Override
    public Verdict judge(SlaContext work) {
        ClockStart start = ClockStart.of(work.entry().at(), work);
        Instant limit = work.calendar().addBusinessDays(start.at(), promise.dueDays());
        Optional<SlaTimer.Extension> extension = extension(work, limit);
        TimerDraft draft = draft(work, start, limit, extension);
        Optional<Instant> resolved = resolved(work);
        Verdict verdict =
                resolved.isPresent() ? draft.kept(resolved.get(), "resolved", work) : draft.unlessPaused(start, work);
        return verdict.with(extension);
    }

    private Optional<SlaTimer.Extension> extension(SlaContext work, Instant limit) {
        if (isHighPotential(work.file())) return Optional.of(SlaTimer.Extension.HIGH_POTENTIAL);
        return interest(work, limit) ? Optional.of(SlaTimer.Extension.VERIFIED_INTEREST) : Optional.empty();
    }

    private static Optional<Instant> resolved(SlaContext work) {
        return Stream.concat(
                        work.furtherOn().map(StageEntry::at).stream(), work.disposition().map(Disposition::at).stream())
                .min(Instant::compareTo);
    }

    private TimerDraft draft(SlaContext work, ClockStart start, Instant limit, Optional<SlaTimer.Extension> extension) {
        BusinessCalendar calendar = work.calendar();
        Instant warn = calendar.addBusinessDays(start.at(), promise.warnDays());
        List<String> lines = new ArrayList<>(start.lines());
        lines.add(TimeText.of(start.at(), calendar.zone()) + " + " + TimeText.days(promise.dueDays()) + " ("
                + work.calendarName() + ", to the end of business) = " + TimeText.of(limit, calendar.zone()));
        if (extension.isEmpty()) {
            return new TimerDraft(Kind.RESOLUTION, start.at(), warn, limit, Optional.empty(), lines);
        }
        Instant due = calendar.addBusinessDays(limit, promise.extensionDays());
        lines.add("+ " + TimeText.days(promise.extensionDays()) + " for a "
                + extension.get().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " = "
                + TimeText.of(due, calendar.zone()));
        return new TimerDraft(Kind.RESOLUTION, start.at(), warn, due, Optional.of(limit), lines);
    }

    /** Interest that shows only after the limit cannot have been the reason to wait. */
    private static boolean interest(SlaContext work, Instant limit) {
        boolean answered = work.touches()
                .filter(touch -> !touch.automated() || touch.channel() == Channel.AUTOMATED_ASSISTANT)
                .filter(touch -> touch.result() == Touch.Result.CONNECTED
                        || (touch.direction() == Touch.Direction.INBOUND && FirstTouch.isAnswer(touch)))
                .anyMatch(touch -> touch.at().isBefore(limit));
        return answered || work.meetings().map(Meeting::bookedAt).anyMatch(limit::isAfter);
    }

    private boolean isHighPotential(CaseFile file) {
        boolean bySegment = Stream.concat(
                        file.values(Field.SEGMENT),
                        file.companies().stream()
                                .map(company -> company.value(Field.SEGMENT))
                                .flatMap(Optional::stream))
                .map(segment -> segment.toLowerCase(Locale.ROOT))
                .anyMatch(highPotential.segments()::contains);
        boolean byName = Stream.concat(
                        file.records().stream().map(PersonRecord::domain),
                        file.companies().stream().map(Company::domain))
                .anyMatch(highPotential.domains()::contains);
        boolean bySize = highPotential.employeesFrom().isPresent()
                && IdealCustomer.employees(file).orElse(0)
                        >= highPotential.employeesFrom().getAsInt();
        return bySegment || byName || bySize;
    }
}
