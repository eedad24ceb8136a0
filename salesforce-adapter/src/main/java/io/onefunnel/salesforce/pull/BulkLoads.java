package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RefusedException;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.salesforce.client.SalesforceRetryPolicies;
import io.onefunnel.salesforce.client.UnexpectedAnswerException;
import io.onefunnel.salesforce.client.ValueParser;
import io.onefunnel.salesforce.pull.PullCursor.Chunk;
import io.onefunnel.salesforce.pull.PullCursor.Job;
import io.onefunnel.salesforce.pull.PullCursor.Load;
import io.onefunnel.salesforce.pull.PullCursor.Stand;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import io.onefunnel.spi.call.Parallel;
import io.onefunnel.spi.option.OptionValues;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads by Bulk 2.0 jobs: the road for many rows. A whole type is read in chunks by when its records were created, the
 * newest first, so that what is worked with today is there first, and a process that dies goes on at the batch it had
 * stored last.
 */
final class BulkLoads implements AutoCloseable {
    // A job takes seconds to hours: it is looked at again after a part of the time that it has taken so far.
    private static final int LOOKS_PER_DOUBLING = 3;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final double LEAST_GROWTH = 0.25;
    private static final double MOST_GROWTH = 4;

    private final ConnectionId connection;
    private final OptionValues options;
    private final SalesforceClient client;
    private final BulkQuery bulk;
    private final FieldHistories histories;
    private final BufferedCallListener callBuffer;
    private final Parallel threads;
    private final InstantSource clock;
    private final Set<String> notBySuchJobs = new HashSet<>();
    private final Map<String, Integer> failedJobs = new HashMap<>();
    private @Nullable BulkResultReader download;

    /** @param callBuffer hears of the calls of other threads, and is emptied on this one */
    BulkLoads(
            ConnectionId connection,
            OptionValues options,
            OrgAccess reading,
            FieldHistories histories,
            BufferedCallListener callBuffer,
            Parallel threads,
            InstantSource clock) {
        this.connection = connection;
        this.options = options;
        this.client = reading.client();
        this.bulk = new BulkQuery(client);
        this.histories = histories;
        this.callBuffer = callBuffer;
        this.threads = threads;
        this.clock = clock;
    }

    /** Some objects are not supported by the Bulk API, and some users have no right to it. */
    boolean canRead(MappedType type) {
        return !notBySuchJobs.contains(type.name());
    }

    /** The beginning of a load of a whole type that holds so many records. */
    Load beginning(MappedType type, Instant to, long count) {
        if (count <= options.get(SalesforceOptions.BULK_CHUNK)
                || !type.described().has("CreatedDate")) return new Load(null, null);
        String soql = PullQueries.oldest(type);
        String operation = "oldest " + type.name();
        SObject[] rows =
                (type.hasBin() ? client.queryAll(operation, soql) : client.query(operation, soql)).getRecords();
        String oldest = rows.length == 0 ? null : QueryRows.text(rows[0], "oldest");
        if (oldest == null) return new Load(null, null);
        Instant begin = ValueParser.instant(oldest);
        Duration all = Duration.between(begin, to);
        Duration length =
                Duration.ofSeconds(Math.max(1, all.toSeconds() * options.get(SalesforceOptions.BULK_CHUNK) / count));
        return new Load(chunk(null, to, begin, length), null);
    }

    private static Chunk chunk(@Nullable Instant high, Instant end, Instant oldest, Duration length) {
        Instant low = end.minus(length);
        // Records created at the very beginning are in the last chunk, which has none.
        return new Chunk(low.isAfter(oldest) ? low : null, high, oldest, length);
    }

    PullStep step(MappedType type, Instant to, Stand stand) {
        Load load = Objects.requireNonNull(stand.load());
        Job job = load.job();
        if (job == null) return created(type, to, stand, load);
        if (!job.complete()) return looked(type, stand, load, job);
        return batch(type, stand, load, job);
    }

    private PullStep created(MappedType type, Instant to, Stand stand, Load load) {
        if (failedJobs.getOrDefault(type.name(), 0) >= SalesforceRetryPolicies.FAILED_JOBS) {
            failedJobs.remove(type.name());
            throw refused(type, "its Bulk jobs fail; they are tried again at the next run");
        }
        Chunk chunk = load.chunk();
        String soql = chunk == null
                ? PullQueries.rest(type, stand.from(), to, stand.after())
                : PullQueries.chunk(type, to, chunk);
        try {
            Job job = Job.made(bulk.start(soql, type.hasBin()), clock.instant());
            return looked(type, stand, new Load(chunk, job), job);
        } catch (AdapterException e) {
            // "... is not supported by the Bulk API": by queries, then.
            if (e.code() != AdapterErrorCode.FEATURE_MISSING) throw e;
            notBySuchJobs.add(type.name());
            return PullStep.on(List.of(), stand.by(null));
        }
    }

    private PullStep looked(MappedType type, Stand stand, Load load, Job job) {
        BulkQuery.Standing standing = bulk.standing(job.id());
        return switch (standing.state()) {
            case DONE -> {
                failedJobs.remove(type.name());
                yield batch(type, stand, load, job.completed(standing.rows()));
            }
            case RUNNING -> {
                Instant now = clock.instant();
                Duration wait = Duration.between(job.since(), now).dividedBy(LOOKS_PER_DOUBLING);
                if (wait.compareTo(SHORTEST_WAIT) < 0) wait = SHORTEST_WAIT;
                if (wait.compareTo(LONGEST_WAIT) > 0) wait = LONGEST_WAIT;
                yield PullStep.waiting(stand.by(new Load(load.chunk(), job)), now.plus(wait));
            }
            case FAILED, LOST -> {
                failedJobs.merge(type.name(), 1, Integer::sum);
                yield PullStep.on(List.of(), stand.by(new Load(load.chunk(), null)));
            }
        };
    }

    private PullStep batch(MappedType type, Stand stand, Load load, Job job) {
        BulkResultReader.Batch batch;
        try {
            batch = next(type, job);
        } catch (AdapterException e) {
            String code = RefusedException.vendorCode(e);
            if (code.equals("INVALID_LOCATOR")) {
                // From the first result page on: what was given comes again, nothing is lost.
                return PullStep.on(List.of(), stand.by(new Load(load.chunk(), job.completed(job.all()))));
            }
            if (e.code() != AdapterErrorCode.RECORD_GONE) throw e;
            return PullStep.on(List.of(), stand.by(new Load(load.chunk(), null)));
        }
        List<Change> changes = histories.with(client, type, batch.changes());
        Job next = batch.next();
        if (next != null) return PullStep.on(changes, stand.by(new Load(load.chunk(), next)));
        Chunk chunk = load.chunk();
        Instant low = chunk == null ? null : chunk.low();
        if (chunk == null || low == null) return PullStep.last(changes);
        long rows = job.rows() + job.given() + batch.changes().size();
        Duration length =
                scaled(chunk.length(), (double) options.get(SalesforceOptions.BULK_CHUNK) / Math.max(1, rows));
        return PullStep.on(changes, stand.by(new Load(chunk(low, low, chunk.oldest(), length), null)));
    }

    /** The next chunk is cut by how many records the last one held: they are not spread evenly over the years. */
    private static Duration scaled(Duration length, double growth) {
        double bounded = Math.max(LEAST_GROWTH, Math.min(MOST_GROWTH, growth));
        return Duration.ofSeconds(Math.max(1, Math.round(length.toSeconds() * bounded)));
    }

    private BulkResultReader.Batch next(MappedType type, Job job) {
        Backoff.Attempts attempts = client.attempts(SalesforceRetryPolicies.DOWNLOADS, "bulk results");
        while (true) {
            try {
                return opened(type, job).next();
            } catch (AdapterException e) {
                closeDownload();
                if (!attempts.again(new Failure(e.code()))) throw e;
            } catch (UnexpectedAnswerException e) {
                closeDownload();
                if (!attempts.again(SalesforceRetryPolicies.SPOILED_DOWNLOAD)) {
                    throw new AdapterException(
                            AdapterErrorCode.UNEXPECTED_RESPONSE,
                            connection + ": bulk results of " + type.name() + ": " + e.getMessage());
                }
            } catch (IOException e) {
                closeDownload();
                if (!attempts.again(new Failure(AdapterErrorCode.VENDOR_UNAVAILABLE))) {
                    throw new AdapterException(
                            AdapterErrorCode.VENDOR_UNAVAILABLE,
                            connection + ": bulk results of " + type.name() + ": the answer broke off again and again");
                }
            } catch (InterruptedException e) {
                throw AdapterException.interrupted(connection.value(), e);
            } finally {
                callBuffer.pass();
            }
        }
    }

    private BulkResultReader opened(MappedType type, Job job) {
        BulkResultReader open = download;
        if (open != null && open.standsAt(type, job)) return open;
        closeDownload();
        Response first = BulkQuery.results(client, job.id(), job.locator());
        open = new BulkResultReader(
                connection,
                type,
                job,
                first,
                client.prefetching(callBuffer),
                options.get(SalesforceOptions.BULK_PAGE),
                threads);
        download = open;
        return open;
    }

    private void closeDownload() {
        BulkResultReader open = download;
        if (open != null) open.close();
        download = null;
    }

    private AdapterException refused(MappedType type, String why) {
        return new AdapterException(
                AdapterErrorCode.VENDOR_UNAVAILABLE,
                connection + ": " + type.name() + ": " + why,
                clock.instant().plus(LONGEST_WAIT),
                new RefusedException(0, "OPERATION_TOO_LARGE", "failed jobs"));
    }

    @Override
    public void close() {
        closeDownload();
    }
}
