package io.onefunnel.marketo.pull;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the rest of a first load is read from the log or brought by extracts. A small instance never pays for jobs: it
 * is at the end of its log before this is asked.
 */
final class LoadStrategy {
    // Create, enqueue, file; and a look for each: they are shared by eight, but each minute asks once.
    private static final int CALLS_OF_A_JOB = 4;
    // Extracts take minutes each; the log of fewer rows is read in the same time.
    private static final long FEWEST_ROWS = 100_000;
    private static final long MEGABYTE = 1_000_000;
    // 500 MB a day by bytes on disk: "Bulk Extract", "Limits".
    static final long MEGABYTES_A_DAY = 500;
    // We leave the other half of the day's calls to everybody else.
    private static final int SHARE_OF_CALLS = 2;

    // Assumed: a page of the log in a second, one after the other; a job in five minutes, two at once ("Bulk Extract").
    private static final Duration OF_A_PAGE = Duration.ofSeconds(1);
    private static final Duration OF_A_JOB = Duration.ofMinutes(5);
    private static final int ROWS_OF_A_PAGE = 300;

    // A row of the log and a lead by id, each one of 300 in a call.
    private static final double CALLS_OF_A_LEAD = 2.0 / 300;
    private static final long BYTES_OF_A_FIELD = 12;
    private static final double CALLS_OF_AN_ACTIVITY = 1.0 / 300;
    // Most activities of live extracts are between 300 and 500 bytes.
    private static final long BYTES_OF_AN_ACTIVITY = 400;

    private final double callsOfARow;
    private final long bytesOfARow;
    private final long dailyQuota;

    /**
     * @param callsOfARow what a row costs by way of the log
     * @param bytesOfARow what it weighs in an extract
     */
    LoadStrategy(double callsOfARow, long bytesOfARow, long dailyQuota) {
        this.callsOfARow = callsOfARow;
        this.bytesOfARow = bytesOfARow;
        this.dailyQuota = dailyQuota;
    }

    /** @param fields that are read of each lead */
    static LoadStrategy ofLeads(int fields, long dailyQuota) {
        return new LoadStrategy(CALLS_OF_A_LEAD, BYTES_OF_A_FIELD * fields, dailyQuota);
    }

    static LoadStrategy ofActivities(long dailyQuota) {
        return new LoadStrategy(CALLS_OF_AN_ACTIVITY, BYTES_OF_AN_ACTIVITY, dailyQuota);
    }

    /** What is left to read, and how it is read best; time as it was assumed, not as Marketo promised it. */
    record Cost(boolean extracts, long calls, long megabytes, Duration time) {}

    boolean takesExtracts(LogForecast forecast, Instant until) {
        return cost(forecast.remaining(until), until.getEpochSecond() - forecast.last())
                .extracts();
    }

    /** @param span seconds over which the rows are spread */
    Cost cost(long rows, long span) {
        long pages = (rows + ROWS_OF_A_PAGE - 1) / ROWS_OF_A_PAGE;
        long callsOfTheLog = Math.round(pages * ROWS_OF_A_PAGE * callsOfARow);
        long windows = span / BulkExtract.WINDOW.toSeconds() + 1;
        long callsOfExtracts = windows * CALLS_OF_A_JOB;
        long megabytes = rows * bytesOfARow / MEGABYTE;
        double daysOfExtracts = (double) megabytes / MEGABYTES_A_DAY;
        double daysOfTheLog = callsOfTheLog / (dailyQuota / (double) SHARE_OF_CALLS);
        boolean extracts =
                rows >= FEWEST_ROWS && callsOfTheLog >= callsOfExtracts * 2 && daysOfExtracts <= daysOfTheLog + 1;
        return extracts
                ? new Cost(
                        true,
                        callsOfExtracts,
                        megabytes,
                        OF_A_JOB.multipliedBy((windows + 1) / 2).plusDays(megabytes / MEGABYTES_A_DAY))
                : new Cost(
                        false, callsOfTheLog, 0, OF_A_PAGE.multipliedBy(pages).plusDays(callsOfTheLog / dailyQuota));
    }
}
