package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.Progress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One step of an extraction: jobs are made, looked at, or read on. Each is one page of the pull, mostly an empty one. */
record ExtractStep(List<Map<String, String>> rows, List<String> columns, Extraction extraction, Progress progress) {

    /**
     * @param body what is extracted, without its window
     * @param required columns without which no row can be understood
     */
    static ExtractStep next(
            MarketoClient client,
            BulkExtract extract,
            Extraction extraction,
            Supplier<Map<String, Object>> body,
            Collection<String> required,
            int rowsAtOnce) {
        if (extraction.isPutOff(client.now())) return postponed(extract, extraction);
        try {
            return step(client, extract, extraction, body, required, rowsAtOnce);
        } catch (RefusedException refused) {
            if (!BulkExtract.isQuota(refused)) throw refused;
            return postponed(extract, extraction.postponed(extract.renewed()));
        }
    }

    private static ExtractStep step(
            MarketoClient client,
            BulkExtract extract,
            Extraction extraction,
            Supplier<Map<String, Object>> body,
            Collection<String> required,
            int rowsAtOnce) {
        long inAMinute = client.now().plus(BulkExtract.BETWEEN_LOOKS).getEpochSecond();
        Optional<ExtractJob> finished = extraction.firstFinished();
        if (finished.isPresent()) return read(extract, extraction, finished.get(), required, rowsAtOnce, inAMinute);
        if (extraction.jobs().isEmpty()) {
            Extraction filled = extract.fill(extraction, body.get());
            if (filled.isPutOff(client.now())) return postponed(extract, filled);
            return filled.jobs().isEmpty() ? waiting(filled.lookedAt(List.of(), inAMinute)) : more(filled);
        }
        if (client.now().getEpochSecond() < extraction.lookAfter()) return waiting(extraction);
        Extraction seen = extract.look(extraction, body.get());
        if (seen.isPutOff(client.now())) return postponed(extract, seen);
        boolean ready = seen.jobs().isEmpty() || seen.firstFinished().isPresent();
        return ready ? more(seen) : waiting(seen);
    }

    private static ExtractStep read(
            BulkExtract extract,
            Extraction extraction,
            ExtractJob job,
            Collection<String> required,
            int rowsAtOnce,
            long inAMinute) {
        Optional<BulkExtract.Rows> rows;
        try {
            rows = extract.rows(job, rowsAtOnce, required);
        } catch (SpoiltFileException spoilt) {
            // Counted in the cursor, so that it ends: the file again in a minute, then a new job, then another day.
            return waiting(extraction.lookedAt(extraction.jobs(), inAMinute).with(job, job.spoilt()));
        }
        // "Completed" may come a moment before the file; one that is not there a minute later is waited for no longer.
        if (rows.isEmpty()) {
            return waiting(extraction.lookedAt(extraction.jobs(), inAMinute).with(job, job.spoilt()));
        }
        List<Map<String, String>> read = rows.get().rows();
        Extraction next =
                rows.get().ended() ? extraction.without(job) : extraction.with(job, job.delivered(read.size()));
        return new ExtractStep(read, rows.get().columns(), next, new Progress.More());
    }

    private static ExtractStep more(Extraction extraction) {
        return new ExtractStep(List.of(), List.of(), extraction, new Progress.More());
    }

    private static ExtractStep postponed(BulkExtract extract, Extraction extraction) {
        return new ExtractStep(List.of(), List.of(), extraction, extract.postponed(extraction));
    }

    private static ExtractStep waiting(Extraction extraction) {
        return new ExtractStep(
                List.of(), List.of(), extraction, new Progress.Wait(Instant.ofEpochSecond(extraction.lookAfter())));
    }
}
