package io.onefunnel.marketo.pull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far extracts over a span of time have come. It may take days; nothing of it is lost by a restart.
 *
 * @param next from when on no job has been made yet, in epoch seconds
 * @param until the end of the span
 * @param jobs made and not yet read to their end, oldest first
 * @param lookAfter before when the jobs are not looked at again
 * @param notBefore when the day's quota of extracts is renewed, while it is spent; 0 before it ever was
 */
record Extraction(long next, long until, List<ExtractJob> jobs, long lookAfter, long notBefore) {
    Extraction {
        jobs = List.copyOf(jobs);
    }

    static Extraction over(long from, long until) {
        return new Extraction(from, until, List.of(), 0, 0);
    }

    boolean isOver() {
        return jobs.isEmpty() && next > until;
    }

    Optional<ExtractJob> firstFinished() {
        return jobs.stream().filter(ExtractJob::isFinished).findFirst();
    }

    /** Nothing more is made before then: the quota of everybody's extracts is spent. */
    Extraction postponed(Instant to) {
        return new Extraction(next, until, jobs, lookAfter, to.getEpochSecond());
    }

    /** Whether nothing can be had before the quota is renewed: jobs on their way are brought to their end first. */
    boolean waitsForQuota(Instant now) {
        return now.getEpochSecond() < notBefore && jobs.stream().noneMatch(ExtractJob::made);
    }

    Extraction made(long nextFrom, List<ExtractJob> all) {
        return new Extraction(nextFrom, until, all, lookAfter, notBefore);
    }

    Extraction lookedAt(List<ExtractJob> all, long again) {
        return new Extraction(next, until, all, again, notBefore);
    }

    Extraction with(ExtractJob job) {
        List<ExtractJob> all = new ArrayList<>();
        for (ExtractJob each : jobs) all.add(each.exportId().equals(job.exportId()) ? job : each);
        return new Extraction(next, until, all, lookAfter, notBefore);
    }

    Extraction without(ExtractJob job) {
        List<ExtractJob> all = new ArrayList<>(jobs);
        all.removeIf(each -> each.exportId().equals(job.exportId()));
        return new Extraction(next, until, all, lookAfter, notBefore);
    }
}
