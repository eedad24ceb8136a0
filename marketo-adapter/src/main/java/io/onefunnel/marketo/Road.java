package io.onefunnel.marketo;

import java.time.Instant;

/**
 * Whether the rest of a first load is read from the log or brought by extracts. A small instance never pays for jobs: it
 * is at the end of its log before this is asked.
 */
final class Road {
    // Create, enqueue, file; and a look for each: they are shared by eight, but each minute asks once.
    private static final int CALLS_OF_A_JOB = 4;
    // Extracts take minutes each; the log of fewer rows is read in the same time.
    private static final long FEWEST_ROWS = 100_000;
    private static final long MEGABYTE = 1_000_000;
    // 500 MB a day by bytes on disk: "Bulk Extract", "Limits".
    private static final long MEGABYTES_A_DAY = 500;
    // We leave the other half of the day's calls to everybody else.
    private static final int SHARE_OF_CALLS = 2;

    private final double callsOfARow;
    private final long bytesOfARow;
    private final long dailyQuota;

    /**
     * @param callsOfARow what a row costs on the road of the log
     * @param bytesOfARow what it weighs in an extract
     */
    Road(double callsOfARow, long bytesOfARow, long dailyQuota) {
        this.callsOfARow = callsOfARow;
        this.bytesOfARow = bytesOfARow;
        this.dailyQuota = dailyQuota;
    }

    boolean takesExtracts(Forecast forecast, Instant until) {
        long rows = forecast.remaining(until);
        if (rows < FEWEST_ROWS) return false;
        double callsOfTheLog = rows * callsOfARow;
        long windows = (until.getEpochSecond() - forecast.last()) / BulkExtract.WINDOW.toSeconds() + 1;
        if (callsOfTheLog < windows * CALLS_OF_A_JOB * 2.0) return false;
        double daysOfExtracts = (double) rows * bytesOfARow / MEGABYTE / MEGABYTES_A_DAY;
        double daysOfTheLog = callsOfTheLog / (dailyQuota / (double) SHARE_OF_CALLS);
        return daysOfExtracts <= daysOfTheLog + 1;
    }
}
