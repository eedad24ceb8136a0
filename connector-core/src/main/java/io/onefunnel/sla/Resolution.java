package io.onefunnel.sla;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Company;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.FollowUp.HighPotential;
import io.onefunnel.policy.IdealCustomer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** R197, R198: a first sales meeting or a conclusion within fifteen business days, with two reasons for more. */
final class Resolution {
    private final Work work;
    private final FollowUp.Resolution promise;
    private final HighPotential highPotential;
    private final BusinessCalendars.Named in;
    private final Start start;
    private final Instant limit;

    Resolution(Work work, FollowUp followUp, BusinessCalendars.Named in, Instant goLive) {
        this.work = work;
        this.promise = followUp.resolution();
        this.highPotential = followUp.highPotential();
        this.in = in;
        this.start = Start.of(work.entry().at(), goLive, work, in);
        this.limit = in.calendar().addBusinessDays(start.at(), promise.dueDays());
    }

    Running.Judged judged() {
        Running running = running();
        Optional<Instant> resolved = resolved();
        if (resolved.isPresent()) return running.kept(resolved.get(), "resolved", work.file(), work.now(), in);
        if (start.pausedUntil().isPresent())
            return running.paused(start.pausedUntil().get(), in);
        return running.open(work.file(), work.now());
    }

    Optional<Timers.Extension> extension() {
        if (isHighPotential()) return Optional.of(Timers.Extension.HIGH_POTENTIAL);
        return interest() ? Optional.of(Timers.Extension.VERIFIED_INTEREST) : Optional.empty();
    }

    private Optional<Instant> resolved() {
        return Stream.concat(
                        work.furtherOn().map(StageEntry::at).stream(), work.disposition().map(Disposition::at).stream())
                .min(Instant::compareTo);
    }

    private Running running() {
        BusinessCalendar calendar = in.calendar();
        Instant warn = calendar.addBusinessDays(start.at(), promise.warnDays());
        List<String> lines = new ArrayList<>(start.lines());
        lines.add(Moments.of(start.at(), calendar.zone()) + " + " + Moments.days(promise.dueDays()) + " (" + in.name()
                + ", to the end of business) = " + Moments.of(limit, calendar.zone()));
        Optional<Timers.Extension> extension = extension();
        if (extension.isEmpty()) {
            return new Running(Kind.RESOLUTION, start.at(), warn, limit, Optional.empty(), lines);
        }
        Instant due = calendar.addBusinessDays(limit, promise.extensionDays());
        lines.add("+ " + Moments.days(promise.extensionDays()) + " for a "
                + extension.get().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " = "
                + Moments.of(due, calendar.zone()));
        return new Running(Kind.RESOLUTION, start.at(), warn, due, Optional.of(limit), lines);
    }

    /** Interest that shows only after the limit cannot have been the reason to wait. */
    private boolean interest() {
        boolean answered = work.touches()
                .filter(touch -> !touch.automated() || touch.channel() == Channel.AUTOMATED_ASSISTANT)
                .filter(touch -> touch.result() == Touch.Result.CONNECTED
                        || (touch.direction() == Touch.Direction.INBOUND && FirstTouch.isAnswer(touch)))
                .anyMatch(touch -> touch.at().isBefore(limit));
        return answered || work.meetings().map(Meeting::bookedAt).anyMatch(limit::isAfter);
    }

    private boolean isHighPotential() {
        CaseFile file = work.file();
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
