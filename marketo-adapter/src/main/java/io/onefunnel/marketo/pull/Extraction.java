package io.onefunnel.marketo.pull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far extracts over a span of time have come. It may take days; nothing of it is lost by a restart.
 *
 * @param next from when on no job has been made yet, in epoch seconds
 * @param until the end of the span
 * @param jobs made and not yet read to their end, oldest first
 * @param lookAfter before when the jobs are not looked at again
 * @param notBefore until when it is put off: the day's quota is spent, or a job fails for good; 0 before it ever was
 * @param why what else than the quota it is put off for; empty for the quota
 */
record Extraction(
        long next,
        long until,
        List<ExtractJob> jobs,
        long lookAfter,
        long notBefore,
        @Nullable String why) {
    Extraction {
        jobs = List.copyOf(jobs);
    }

    static Extraction over(long from, long until) {
        return new Extraction(from, until, List.of(), 0, 0, "");
    }

    boolean isOver() {
        return jobs.isEmpty() && next > until;
    }

    Optional<ExtractJob> firstFinished() {
        return jobs.stream().filter(ExtractJob::isFinished).findFirst();
    }

    /** Nothing more is made before then: the quota of everybody's extracts is spent. */
    Extraction postponed(Instant to) {
        return new Extraction(next, until, jobs, lookAfter, to.getEpochSecond(), "");
    }

    /** The same for another reason, of which the admin is told. */
    Extraction putOff(Instant to, String reason) {
        return new Extraction(next, until, jobs, lookAfter, to.getEpochSecond(), reason);
    }

    /** Whether nothing can be had before then: jobs on their way are brought to their end first. */
    boolean isPutOff(Instant now) {
        return now.getEpochSecond() < notBefore && jobs.stream().noneMatch(ExtractJob::made);
    }

    Extraction made(long nextFrom, List<ExtractJob> all) {
        return new Extraction(nextFrom, until, all, lookAfter, notBefore, why);
    }

    Extraction lookedAt(List<ExtractJob> all, long again) {
        return new Extraction(next, until, all, again, notBefore, why);
    }

    /** With the one job in the place of the other. */
    Extraction with(ExtractJob before, ExtractJob after) {
        List<ExtractJob> all = new ArrayList<>();
        for (ExtractJob each : jobs) all.add(each.equals(before) ? after : each);
        return new Extraction(next, until, all, lookAfter, notBefore, why);
    }

    Extraction without(ExtractJob job) {
        List<ExtractJob> all = new ArrayList<>(jobs);
        all.removeIf(each -> each.exportId().equals(job.exportId()));
        return new Extraction(next, until, all, lookAfter, notBefore, why);
    }
}
