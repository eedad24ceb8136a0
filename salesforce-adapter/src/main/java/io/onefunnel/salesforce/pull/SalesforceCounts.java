package io.onefunnel.salesforce.pull;

import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.spi.RecordCounts;
import io.onefunnel.spi.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts by COUNT(), one call for each type. */
public final class SalesforceCounts implements RecordCounts {
    private static final String BULK = "Bulk API 2.0 query";
    private static final String QUERY = "SOAP query";
    private static final int QUERY_PAGE = 2_000;
    private static final int RESULT_PAGE = 100_000;
    // What a job costs beside its results: made, and looked at until it is done.
    private static final int CALLS_OF_A_JOB = 8;
    // Assumed, not promised by the vendor: a page of wide rows by query, a job's time in the queue, and what Bulk
    // gives.
    private static final Duration OF_A_PAGE = Duration.ofMillis(1_500);
    private static final Duration OF_A_JOB = Duration.ofSeconds(30);
    private static final long BULK_ROWS_A_SECOND = 10_000;

    private final OptionValues options;
    private final OrgAccess reading;

    public SalesforceCounts(OptionValues options, OrgAccess reading) {
        this.options = options;
        this.reading = reading;
    }

    @Override
    public OptionalLong count(RecordKind kind) {
        long count = 0;
        for (MappedType type : reading.schema().mapped(kind)) count += count(type);
        return OptionalLong.of(count);
    }

    /** Types that cannot be seen would not be read either. */
    @Override
    public Optional<Estimate> estimate(RecordKind kind) {
        List<Mapping.Type> types = reading.schema().mapping().typesOf(kind);
        if (types.isEmpty()) return Optional.empty();
        long records = 0;
        long calls = 0;
        Duration time = Duration.ZERO;
        boolean anyBulk = false;
        for (Mapping.Type each : types) {
            if (reading.schema().described(each.name()).isEmpty()) continue;
            MappedType type = reading.schema().mapped(each);
            long count = count(type);
            boolean byBulk = count > options.get(SalesforceOptions.BULK_FROM);
            long ofType = byBulk ? callsByBulk(count) : Math.max(1, pages(count, QUERY_PAGE));
            if (!type.history().isEmpty()) ofType += pages(count, QUERY_PAGE);
            records += count;
            // Counting comes before reading.
            calls += 1 + ofType;
            time = time.plus(byBulk ? timeByBulk(count) : OF_A_PAGE.multipliedBy(ofType));
            anyBulk |= byBulk;
        }
        return Optional.of(new Estimate(records, calls, time, anyBulk ? BULK : QUERY));
    }

    private long count(MappedType type) {
        return reading.client().count("count " + type.name(), PullQueries.count(type));
    }

    private long callsByBulk(long count) {
        long chunks = pages(count, options.get(SalesforceOptions.BULK_CHUNK));
        long results = Math.max(chunks, pages(count, RESULT_PAGE));
        return (chunks > 1 ? 1 : 0) + chunks * CALLS_OF_A_JOB + results;
    }

    private Duration timeByBulk(long count) {
        return OF_A_JOB.multipliedBy(pages(count, options.get(SalesforceOptions.BULK_CHUNK)))
                .plusSeconds(count / BULK_ROWS_A_SECOND);
    }

    private static long pages(long rows, long size) {
        return (rows + size - 1) / size;
    }
}
