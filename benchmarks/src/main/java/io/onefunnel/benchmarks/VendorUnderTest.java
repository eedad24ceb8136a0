package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What distinguishes the vendors for {@link VendorBenchmark}. Bounds are those of the API economics that
 * docs/developer/benchmarks.md explains: calls cannot be fewer, and with so many calls nothing can be faster.
 */
interface VendorUnderTest {
    SystemId system();

    /** How many people unless told. */
    int people();

    AdapterFactory factory();

    /** Option values, from what the sandbox tells of itself; limits are the vendor's real ones. */
    Map<String, String> options(JsonNode access);

    Map<String, String> secrets(JsonNode access);

    /** Says what parsing a record costs beside the bare parser; nothing where that is not asked for. */
    default void parsing(ConnectionSettings settings, AdapterContext context, int records, Report report)
            throws IOException {}

    /** The jobs that are measured. */
    List<Job> jobs(int people, int activities);

    /**
     * Something that is read.
     *
     * @param name for the table: "read changed leads"
     * @param kinds pulled one after the other
     * @param records that must arrive, each at least once
     * @param least the calls that are needed
     */
    record Reading(String name, List<RecordKind> kinds, long records, Bound least) implements Job {}

    /**
     * A write-back of field values.
     *
     * @param least the calls that are needed
     */
    record WritingBack(String name, int records, Bound least) implements Job {}

    sealed interface Job {
        String name();

        Bound least();
    }

    /**
     * The least.
     *
     * @param calls in all
     * @param chain of them, how many have to wait for the one before
     * @param atOnce how many may be under way at once
     * @param windows the time that the vendor's limits alone take, when all calls come as early as they may
     */
    record Bound(long calls, long chain, int atOnce, Duration windows) {
        /** @param call the time of one call: the latency, and what the vendor itself takes for its answer */
        Duration time(Duration call) {
            Duration inOrder = call.multipliedBy(chain);
            Duration inTurns = call.multipliedBy((calls + atOnce - 1) / atOnce);
            Duration limited = windows.isZero() ? Duration.ZERO : windows.plus(call);
            Duration longest = inOrder.compareTo(inTurns) > 0 ? inOrder : inTurns;
            return longest.compareTo(limited) > 0 ? longest : limited;
        }
    }
}
