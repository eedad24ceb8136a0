package io.onefunnel.marketo.pull;

/**
 * One bulk extract, as a cursor remembers it.
 *
 * @param exportId empty while the job could not be made anew that was lost
 * @param from beginning of its window, in epoch seconds
 * @param to end of its window, which belongs to it
 * @param size of its file in bytes; -1 before it is finished
 * @param checksum of the file, as the job tells it
 * @param rows how many of its rows were delivered
 * @param records how many rows its file has, as the job tells it; 0 in cursors of before this was asked
 * @param failures how often it failed, or its file was not what the job says
 */
record ExtractJob(
        String exportId, long from, long to, long size, String checksum, long rows, long records, int failures) {
    // A job may fail in passing, and a file may arrive damaged; what happens again and again does not pass.
    private static final int MOST_FAILURES = 4;

    static ExtractJob queued(String exportId, long from, long to) {
        return new ExtractJob(exportId, from, to, -1, "", 0, 0, 0);
    }

    /** The same window once more; no job could be made for it yet. */
    ExtractJob unmade() {
        return queued("", from, to);
    }

    boolean made() {
        return !exportId.isEmpty();
    }

    /** The same window by a new job; what went wrong so far counts. */
    ExtractJob anew(ExtractJob job) {
        return new ExtractJob(job.exportId(), from, to, -1, "", 0, 0, failures);
    }

    ExtractJob finished(long bytes, String sum, long count) {
        return new ExtractJob(exportId, from, to, bytes, sum, rows, count, failures);
    }

    ExtractJob failed() {
        return new ExtractJob(exportId, from, to, -1, "", rows, 0, failures + 1);
    }

    /** Its file is not there, or not what the job says; after the second time another job makes another file. */
    ExtractJob spoilt() {
        ExtractJob next = failed();
        return next.failures % 2 != 0 ? next : new ExtractJob("", from, to, -1, "", 0, 0, next.failures);
    }

    boolean failsForGood() {
        return failures >= MOST_FAILURES;
    }

    ExtractJob delivered(long count) {
        return new ExtractJob(exportId, from, to, size, checksum, rows + count, records, failures);
    }

    boolean isFinished() {
        return size >= 0;
    }
}
