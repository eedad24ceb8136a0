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
 */
record ExtractJob(String exportId, long from, long to, long size, String checksum, long rows) {
    static ExtractJob queued(String exportId, long from, long to) {
        return new ExtractJob(exportId, from, to, -1, "", 0);
    }

    /** The same window once more; the quota did not allow a job for it yet. */
    ExtractJob unmade() {
        return queued("", from, to);
    }

    boolean made() {
        return !exportId.isEmpty();
    }

    ExtractJob finished(long bytes, String sum) {
        return new ExtractJob(exportId, from, to, bytes, sum, rows);
    }

    ExtractJob delivered(long count) {
        return new ExtractJob(exportId, from, to, size, checksum, rows + count);
    }

    boolean isFinished() {
        return size >= 0;
    }
}
