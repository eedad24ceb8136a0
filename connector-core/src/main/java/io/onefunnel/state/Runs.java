package io.onefunnel.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log of runs: every run ends complete or with named shortfalls. */
public interface Runs {
    /** Starts a run of a step ("pull/salesforce", "decide", "write/hubspot") under a lease. */
    Run begin(String step, Lease lease, Instant at);

    /** Ends it. An empty list of shortfalls means complete. */
    void end(Run run, Instant at, Map<String, Long> figures, List<Shortfall> shortfalls);

    /**
     * The runs that began last, the latest first, also those that have not ended. One whose process died, so that nobody holds
     * its lease, has that as its shortfall.
     */
    List<Ended> latest(int count);

    /** Shortfalls of the last run of each step that ended or died. */
    List<Shortfall> openShortfalls();

    /** The setting that stops all writes, with its reason; empty when writing is allowed. */
    Optional<Pause> paused();

    void pause(String reason, String who, Instant at);

    void resume(String who, Instant at);

    record Run(long id, String step, Instant begun) {}

    record Ended(Run run, Optional<Instant> ended, Map<String, Long> figures, List<Shortfall> shortfalls) {}

    /**
     * Something a run could not do.
     *
     * @param what "salesforce TOUCH", "3 people records of hubspot"
     * @param why the reason, without personal data
     * @param remedy what an admin can do; empty when it mends itself
     */
    record Shortfall(String what, String why, String remedy) {}

    record Pause(String reason, String who, Instant since) {}
}
