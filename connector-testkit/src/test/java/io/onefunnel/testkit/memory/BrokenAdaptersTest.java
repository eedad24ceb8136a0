package io.onefunnel.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.onefunnel.model.Mapping;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.Behaviour;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract is worth what it notices: each flaw is a mistake that a real connector shipped with. */
@DisplayName("The contract")
class BrokenAdaptersTest {
    private static final String WALKS = "onefunnel.convergence.seeds";
    private static final int FEW = 3;
    // What only a rare sequence of steps brings to light shows in one walk of some dozens.
    private static final int MANY = 200;

    @ParameterizedTest
    @EnumSource
    void noticesEveryFlaw(Flaw flaw) {
        int walks = flaw.noticedBy().equals(Flaw.CONVERGENCE) ? MANY : FEW;
        Set<String> failed = failedTests(walks, (clock, context) -> new InMemoryFixture(clock, context) {
            @Override
            CrmAdapter adapter(Mapping mapping, Access access, Duration overlap) {
                return flaw.breaking(super.adapter(mapping, access, overlap));
            }
        });

        assertThat(failed).contains(flaw.noticedBy());
        // A kit that fails as a whole names no flaw.
        assertThat(failed).hasSizeLessThan(10);
    }

    @Test
    void tellsOfAWalkThatFailsItsSeedAndOnlyTheStepsThatMatter() {
        Map<String, String> failures = failures(FEW, (clock, context) -> new InMemoryFixture(clock, context) {
            @Override
            CrmAdapter adapter(Mapping mapping, Access access, Duration overlap) {
                return Flaw.FORGETS_DELETIONS.breaking(super.adapter(mapping, access, overlap));
            }
        });

        assertThat(failures.get(Flaw.CONVERGENCE))
                .contains("-Donefunnel.convergence.seed=")
                // Somebody is there, is read, and goes.
                .containsPattern("40 steps, shortened to [3-6]\\)")
                .containsPattern("\\badd \\d+")
                .containsPattern("\\bdelete \\d+");
    }

    @Test
    void noticesAnOverlapThatIsTooShort() {
        Set<String> failed = failedTests(MANY, (clock, context) -> new InMemoryFixture(clock, context) {
            @Override
            CrmAdapter adapter(Mapping mapping, Access access, Duration overlap) {
                return super.adapter(mapping, access, Duration.ofSeconds(30));
            }
        });

        assertThat(failed).containsExactly("aChangeThatShowsOnlyLaterIsNotLost", Flaw.CONVERGENCE);
    }

    @Test
    void noticesAnAdapterThatAsksNobodyWhetherItMayWrite() {
        Set<String> failed = failedTests(
                FEW,
                (clock, context) -> new InMemoryFixture(
                        clock, new AdapterContext(context.clock(), context.pause(), context.calls())));

        assertThat(failed)
                .contains(
                        "nothingIsChangedBehindAClosedGateWhateverTheCommand",
                        "aWriteThatWasStoppedWhileItWaitedSendsNothingWhenItWakesUp");
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TOKENS_EXPIRE", "HIDES_FIELDS", "SHOWS_CHANGES_LATE", "LOCKS_RECORDS", "HAS_A_QUOTA"})
    void noticesAPartThatIsFalselyDeclaredAbsent(Behaviour behaviour) {
        Set<String> failed = failedTests(FEW, (clock, context) -> new InMemoryFixture(clock, context) {
            @Override
            public Set<Behaviour> lacks() {
                return Set.of(behaviour);
            }
        });

        assertThat(failed).isNotEmpty();
    }

    /** The contract over a fixture that is set from outside; found by the launcher alone. */
    @ExtendWith(OneFailureIsEnough.class)
    static final class Contract extends AdapterContractTest {
        private static final ThreadLocal<BiFunction<ManualClock, AdapterContext, VendorFixture>> FIXTURE =
                new ThreadLocal<>();

        @Override
        protected VendorFixture open(ManualClock clock, AdapterContext context) {
            return FIXTURE.get().apply(clock, context);
        }
    }

    /** Walks no further where a walk has failed: to shorten its failure takes as long as dozens of walks. */
    static final class OneFailureIsEnough implements ExecutionCondition, TestWatcher {
        private static final Namespace FAILED = Namespace.create(OneFailureIsEnough.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean failed = context.getTestMethod()
                    .flatMap(method -> context.getParent()
                            .map(parent -> parent.getStore(FAILED).get(method)))
                    .isPresent();
            return failed
                    ? ConditionEvaluationResult.disabled("it has failed before")
                    : ConditionEvaluationResult.enabled("it has not failed yet");
        }

        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            context.getParent().ifPresent(parent -> parent.getStore(FAILED).put(context.getRequiredTestMethod(), true));
        }
    }

    private static Set<String> failedTests(int walks, BiFunction<ManualClock, AdapterContext, VendorFixture> fixture) {
        return failures(walks, fixture).keySet();
    }

    /** What the failed tests said, by their names. */
    private static Map<String, String> failures(
            int walks, BiFunction<ManualClock, AdapterContext, VendorFixture> fixture) {
        Map<String, String> failed = new TreeMap<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() != TestExecutionResult.Status.FAILED) return;
                test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(MethodSource.class::cast)
                        .ifPresent(source -> failed.put(
                                source.getMethodName(),
                                result.getThrowable().map(Throwable::getMessage).orElse("")));
            }
        };
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Contract.class))
                .build();
        Contract.FIXTURE.set(fixture);
        Optional<String> asked = Optional.ofNullable(System.getProperty(WALKS));
        System.setProperty(WALKS, String.valueOf(walks));
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            Contract.FIXTURE.remove();
            asked.ifPresentOrElse(was -> System.setProperty(WALKS, was), () -> System.clearProperty(WALKS));
        }
        return failed;
    }
}
