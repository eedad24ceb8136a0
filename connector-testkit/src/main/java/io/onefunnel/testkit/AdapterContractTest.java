package io.onefunnel.testkit;

import io.onefunnel.spi.AdapterContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/**
 * The definition of an adapter. A module extends this class once for each way its adapter is connected and says by
 * {@link #open} what stands in for the vendor; the tests are inherited and not overridden.
 *
 * <p>The parts: {@link PullContract}, {@link CursorContract}, {@link ConvergenceContract}, {@link ReadContract}, {@link CheckContract}, {@link
 * AccountContract}, {@link TroubleContract}, {@link AnswerContract}, {@link GateContract}, {@link SetFieldsContract}, {@link ReassignContract}, {@link AppendContract}, {@link MergeContract},
 * {@link OptionalPartsContract}.
 */
@DisplayName("An adapter")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class AdapterContractTest
        implements PullContract,
                CursorContract,
                ConvergenceContract,
                ReadContract,
                CheckContract,
                AccountContract,
                TroubleContract,
                AnswerContract,
                GateContract,
                SetFieldsContract,
                ReassignContract,
                AppendContract,
                MergeContract,
                OptionalPartsContract {
    private @Nullable TestBench bench;

    /**
     * An account of the vendor, in-process, empty, with our fields in place. Opened anew for each test.
     *
     * @param clock the vendor's time as well as the adapter's; it stands still unless the kit moves it
     * @param context to be given to every adapter
     */
    protected abstract VendorFixture open(ManualClock clock, AdapterContext context);

    @BeforeEach
    final void openTheBench() {
        bench = new TestBench(this::open);
    }

    @AfterEach
    final void closeTheBench() {
        if (bench != null) bench.close();
    }

    @Override
    public final TestBench bench() {
        if (bench == null) throw new IllegalStateException("no test is running");
        return bench;
    }
}
