package io.onefunnel.spi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {
    private static final ConnectionId CONNECTION = new ConnectionId("vendor");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Failure AWAY = new Failure(AdapterErrorCode.VENDOR_UNAVAILABLE);
    private static final Failure EXPIRED = new Failure(AdapterErrorCode.TOKEN_EXPIRED);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-02T09:00:00Z");

    private final AdapterContext context =
            new AdapterContext(() -> now, this::pause, new AdapterContext.CallListener() {
                @Override
                public void called(String operation, Duration took, String outcome) {
                    told.add(operation + " " + outcome);
                }

                @Override
                public void retried(String operation, int attempt, AdapterErrorCode code) {
                    told.add(operation + " retried after " + attempt + ": " + code);
                }

                @Override
                public void gaveUp(String operation, int attempts, AdapterErrorCode code) {
                    told.add(operation + " given up after " + attempts + ": " + code);
                }
            });

    private void pause(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    private Backoff.Attempts attempts(RetryPolicy policy) {
        return new Backoff(policy, CONNECTION, context).attempts("query");
    }

    private static RetryPolicy.Builder usually(int attempts) {
        return RetryPolicy.usually(attempts, Wait.fixed(SECOND));
    }

    /** How often something is done in all that fails so each time. */
    private static int done(Backoff.Attempts attempts, Failure failure) {
        int done = 1;
        while (attempts.again(failure)) done++;
        return done;
    }

    @Test
    void waitsDoubleWithinTheirJitterAndUpToTheLongest() {
        for (int run = 0; run < 200; run++) {
            pauses.clear();

            int done = done(
                    attempts(RetryPolicy.usually(7, Wait.doubling(SECOND, 0.3, Duration.ofSeconds(10)))
                            .build()),
                    AWAY);

            assertThat(done).isEqualTo(7);
            long[] plain = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000};
            assertThat(pauses).hasSize(plain.length);
            for (int i = 0; i < plain.length; i++) {
                long least = Math.min(10_000, Math.round(plain[i] * 0.7));
                long most = Math.min(10_000, Math.round(plain[i] * 1.3));
                assertThat(pauses.get(i).toMillis()).isBetween(least, most);
            }
        }
    }

    @Test
    void waitsDifferSoThatWhoFailedTogetherDoesNotComeBackTogether() {
        done(attempts(RetryPolicy.usually(50, Wait.around(SECOND, 0.33)).build()), AWAY);

        assertThat(pauses)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(670), Duration.ofMillis(1_330)));
        assertThat(pauses.stream().distinct().count()).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(AdapterErrorCode.class)
    void theRecoveryOfACodeDecidesWhereThePolicyListsNothing(AdapterErrorCode code) {
        int done = done(attempts(usually(4).build()), new Failure(code));

        switch (code.recovery()) {
            case RETRY_LATER -> assertThat(done).isEqualTo(4);
            case REAUTHENTICATE, SKIP_RECORD, ASK_ADMIN, STOP_UNTIL_QUOTA_RESET ->
                assertThat(done).isEqualTo(1);
        }
    }

    @Test
    void aListedCodeOfTheVendorGoesBeforeOursAndBothBeforeTheRecovery() {
        RetryPolicy policy = usually(5)
                .on(3, Wait.none(), AdapterErrorCode.RATE_LIMITED)
                .on(2, Wait.fixed(SECOND), "604")
                .neverOn("1016")
                .on(4, Wait.none(), "500")
                .build();

        assertThat(done(attempts(policy), AWAY)).isEqualTo(5);
        assertThat(done(attempts(policy), new Failure(AdapterErrorCode.RATE_LIMITED, "606")))
                .isEqualTo(3);
        assertThat(done(attempts(policy), new Failure(AdapterErrorCode.RATE_LIMITED, "604")))
                .isEqualTo(2);
        assertThat(done(attempts(policy), new Failure(AdapterErrorCode.RATE_LIMITED, "1016")))
                .isEqualTo(1);
        assertThat(done(attempts(policy), new Failure(AdapterErrorCode.UNEXPECTED_RESPONSE, "500")))
                .isEqualTo(4);
    }

    @Test
    void theLastFailureDecidesHoweverManyOthersCameBefore() {
        Backoff.Attempts attempts =
                attempts(usually(5).on(2, Wait.none(), "604").build());

        assertThat(attempts.again(AWAY)).isTrue();
        assertThat(attempts.again(AWAY)).isTrue();
        assertThat(attempts.again(new Failure(AdapterErrorCode.VENDOR_UNAVAILABLE, "604")))
                .isFalse();
    }

    @Test
    void aWaitThatTheVendorNamesGoesBeforeOurOwn() {
        Failure named = new Failure(AdapterErrorCode.RATE_LIMITED, "", Optional.of(Duration.ofSeconds(10)));

        done(attempts(usually(4).waitingAsNamed(Duration.ofMinutes(5), 0.1).build()), named);

        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
        assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
    }

    @Test
    void aWaitThatIsTooLongIsLeftToTheNextRun() {
        Failure named = new Failure(AdapterErrorCode.RATE_LIMITED, "", Optional.of(Duration.ofHours(1)));

        assertThat(done(
                        attempts(usually(4)
                                .waitingAsNamed(Duration.ofMinutes(5), 0.1)
                                .build()),
                        named))
                .isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void everybodyWaitsWhereThePolicyHoldsThemAndNotOnlyWhoFailed() {
        List<Duration> held = new ArrayList<>();
        Backoff.Attempts attempts = new Backoff(
                        usually(4).holding(AdapterErrorCode.RATE_LIMITED).build(), CONNECTION, context)
                .attempts("query", held::add);

        attempts.again(new Failure(AdapterErrorCode.RATE_LIMITED));
        attempts.again(AWAY);

        assertThat(held).containsExactly(SECOND);
        assertThat(pauses).containsExactly(SECOND);
    }

    @Test
    void aTokenIsRenewedAtOnceAndNotMoreOftenThanAllowed() {
        Backoff.Attempts attempts = attempts(usually(5).renewing(1).build());

        assertThat(attempts.hasRenewed()).isFalse();
        assertThat(attempts.renew(() -> true)).isTrue();
        assertThat(attempts.hasRenewed()).isTrue();
        assertThat(attempts.renew(() -> {
                    throw new IllegalStateException("asked once too often");
                }))
                .isFalse();
        assertThat(attempts.again(EXPIRED)).isFalse();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aTokenThatCannotBeRenewedIsNone() {
        Backoff.Attempts attempts = attempts(usually(5).renewing(1).build());

        assertThat(attempts.renew(() -> false)).isFalse();
        assertThat(attempts.hasRenewed()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void aRenewalIsAnAttemptUnlessItIsFree() {
        Backoff.Attempts counted = attempts(RetryPolicy.usually(5, Wait.doubling(SECOND, 0, Duration.ofMinutes(1)))
                .renewing(1)
                .build());
        counted.renew(() -> true);
        assertThat(done(counted, AWAY)).isEqualTo(4);
        assertThat(pauses.get(0)).as("the second wait").isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_001));

        Backoff.Attempts free = attempts(usually(5).renewingForFree(1).build());
        free.renew(() -> true);
        assertThat(done(free, AWAY)).isEqualTo(5);
    }

    @Test
    void nothingIsTriedOnceTheTimeIsOver() {
        assertThat(done(attempts(usually(50).within(Duration.ofSeconds(5)).build()), AWAY))
                .isEqualTo(7);
        assertThat(told).last().isEqualTo("query given up after 7: VENDOR_UNAVAILABLE");
    }

    @Test
    void whatIsNotThereYetIsLookedForEverLessOftenAndNobodyIsToldOfARetry() {
        Backoff.Attempts looks =
                attempts(RetryPolicy.usually(Integer.MAX_VALUE, Wait.growing(SECOND, Duration.ofSeconds(3)))
                        .within(Duration.ofSeconds(10))
                        .build());

        while (looks.again()) assertThat(pauses).hasSizeLessThan(100);

        assertThat(pauses)
                .containsExactly(
                        SECOND,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3));
        assertThat(told).isEmpty();
    }

    @Test
    void theApplicationHearsOfEachRetryAndOfTheEnd() {
        done(attempts(usually(3).build()), AWAY);

        assertThat(told)
                .containsExactly(
                        "query retried after 1: VENDOR_UNAVAILABLE",
                        "query retried after 2: VENDOR_UNAVAILABLE",
                        "query given up after 3: VENDOR_UNAVAILABLE");
    }

    @Test
    void theApplicationHearsNothingOfWhatIsNeverRepeated() {
        done(attempts(usually(3).build()), new Failure(AdapterErrorCode.RECORD_INVALID));

        assertThat(told).isEmpty();
    }

    @Test
    void aRenewedTokenIsARetryToo() {
        attempts(usually(3).renewing(1).build()).renew(() -> true);

        assertThat(told).containsExactly("query retried after 1: TOKEN_EXPIRED");
    }

    @Test
    void interruptedItStopsAndLeavesTheThreadMarked() {
        AdapterContext interrupted = new AdapterContext(
                () -> now,
                time -> {
                    throw new InterruptedException();
                },
                (operation, took, outcome) -> {});
        Backoff.Attempts attempts = new Backoff(usually(5).build(), CONNECTION, interrupted).attempts("query");

        AdapterException stopped = catchThrowableOfType(AdapterException.class, () -> attempts.again(AWAY));

        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
        assertThat(stopped).hasMessage("vendor: interrupted while waiting");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsRepeatedAtOnceIsNotWaitedFor() {
        done(
                attempts(RetryPolicy.onlyListed()
                        .on(3, Wait.none(), AdapterErrorCode.TOKEN_EXPIRED)
                        .build()),
                EXPIRED);

        assertThat(pauses).isEmpty();
        assertThat(told).hasSize(3);
    }
}
