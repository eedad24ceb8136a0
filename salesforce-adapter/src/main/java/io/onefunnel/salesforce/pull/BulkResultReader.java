package io.onefunnel.salesforce.pull;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import io.onefunnel.http.AnswerTooLargeException;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.UnexpectedAnswerException;
import io.onefunnel.salesforce.pull.PullCursor.Job;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.call.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The result of a job, parsed from the stream while the batch before is being stored: a result page of 100,000 rows is
 * never held as a whole. It is one reader of one job; whoever comes with another position opens another.
 */
final class BulkResultReader implements AutoCloseable {
    // One batch being stored, one waiting, one being parsed.
    private static final int WAITING = 1;

    /** @param next where the job stands after the batch; null when all is given */
    record Batch(List<Change> changes, @Nullable Job next) {}

    private record Parsed(@Nullable Batch batch, @Nullable Exception failed) {}

    private final ConnectionId connection;
    private final MappedType type;
    private final SalesforceClient prefetching;
    private final int batchSize;
    private final BlockingQueue<Parsed> parsed = new ArrayBlockingQueue<>(WAITING);
    private final Future<?> parsing;
    private @Nullable Job at;

    /**
     * @param first the result page in which {@code from} stands
     * @param prefetching fetches the pages behind it
     */
    BulkResultReader(
            ConnectionId connection,
            MappedType type,
            Job from,
            Response first,
            SalesforceClient prefetching,
            int batchSize,
            Parallel threads) {
        this.connection = connection;
        this.type = type;
        this.prefetching = prefetching;
        this.batchSize = batchSize;
        this.at = from;
        this.parsing = threads.start(() -> {
            parse(from, first);
            return true;
        });
    }

    boolean standsAt(MappedType wanted, Job job) {
        return job.equals(at) && wanted.columns().equals(type.columns());
    }

    /**
     * The position is the one before when it throws.
     *
     * @throws UnexpectedAnswerException when what came is not the result, or not all of it
     * @throws IOException when the stream broke
     */
    Batch next() throws IOException, InterruptedException {
        Parsed next = parsed.take();
        Exception failed = next.failed();
        if (failed instanceof AdapterException refused) throw refused;
        if (failed != null) throw broken(failed);
        Batch batch = next.batch();
        if (batch == null) throw new IOException("nothing was parsed");
        at = batch.next();
        return batch;
    }

    /** The parser wraps what it met in a row. */
    private static IOException broken(Exception failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            String why = String.valueOf(each.getMessage());
            if (each instanceof AdapterException || each instanceof AnswerTooLargeException) {
                return new UnexpectedAnswerException(why);
            }
            if (each instanceof IOException known && !(each.getCause() instanceof IOException)) return known;
        }
        return new UnexpectedAnswerException("a result page is no CSV");
    }

    @Override
    public void close() {
        parsing.cancel(true);
    }

    private void parse(Job from, Response first) {
        try {
            Job job = from;
            Response page = first;
            while (true) {
                Job next = page(job, page);
                if (next == null) return;
                job = next;
                page = BulkQuery.results(prefetching, job.id(), job.locator());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // Whatever it is: whoever waits for the next batch would wait for ever.
            fail(e);
        }
    }

    /** To whoever asks next; if nobody does, closing ends the waiting. */
    private void fail(Exception e) {
        try {
            parsed.put(new Parsed(null, e));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the batches of one result page; returns where the job stands behind it, null after the last. */
    private @Nullable Job page(Job job, Response response) throws IOException, InterruptedException {
        try (response) {
            int announced = BulkQuery.announced(response);
            String next = BulkQuery.next(response).orElse(null);
            WholeCsv text = new WholeCsv(response.body().byteStream());
            List<Change> batch = new ArrayList<>();
            int given = 0;
            try (CsvReader<Change> csv = CsvChanges.read(connection, type, text)) {
                CloseableIterator<Change> rows = csv.iterator();
                while (given < job.given() && rows.hasNext()) {
                    rows.next();
                    given++;
                }
                while (rows.hasNext()) {
                    batch.add(rows.next());
                    given++;
                    if (batch.size() == batchSize && rows.hasNext()) {
                        parsed.put(new Parsed(new Batch(batch, job.within(given)), null));
                        batch = new ArrayList<>(batchSize);
                    }
                }
            }
            demandAll(job, announced, given, next, text);
            Job stand = next == null ? null : job.nextPage(next, given);
            parsed.put(new Parsed(new Batch(batch, stand), null));
            return stand;
        }
    }

    /** A stream can end early without an error where something between us and the vendor cuts it off. */
    private static void demandAll(Job job, int announced, int given, @Nullable String next, WholeCsv text)
            throws UnexpectedAnswerException {
        if (announced != given) {
            throw new UnexpectedAnswerException("a result page has " + given + " rows of " + announced);
        }
        if (!text.isWhole()) throw new UnexpectedAnswerException("a result page ends in the middle of a row");
        boolean counted = job.all() != Job.NOT_KNOWN;
        if (next == null && counted && job.rows() + given != job.all()) {
            throw new UnexpectedAnswerException(
                    "the result pages have " + (job.rows() + given) + " rows of " + job.all());
        }
    }
}
