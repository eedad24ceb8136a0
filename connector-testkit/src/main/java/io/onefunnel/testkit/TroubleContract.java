package io.onefunnel.testkit;

import static io.onefunnel.testkit.CallKind.ANY;
import static io.onefunnel.testkit.CallKind.PULL;
import static io.onefunnel.testkit.CallKind.WRITE;
import static io.onefunnel.testkit.Trouble.FOR_EVER;
import static io.onefunnel.testkit.Trouble.QUOTA_EXHAUSTED;
import static io.onefunnel.testkit.Trouble.RATE_LIMITED;
import static io.onefunnel.testkit.Trouble.RESET_BEFORE;
import static io.onefunnel.testkit.Trouble.TOKEN_EXPIRED;
import static io.onefunnel.testkit.Trouble.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What an adapter does when its vendor is slow, busy, gone for a moment or has had enough. */
interface TroubleContract extends ContractPart {
    @Test
    default void aTokenThatExpiresInMidPullIsRenewedWithoutALostOrDoubledRecord() {
        Assumptions.assumeFalse(lacks(Behaviour.TOKENS_EXPIRE), "this vendor's tokens do not expire");
        bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        List<SourceRef> undisturbed =
                bench().pullPeople(bench().adapter(), Cursor.BEGINNING).refs();
        CrmAdapter adapter = bench().adapter();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        List<SourceRef> pulled = new ArrayList<>(
                first.changes().stream().map(change -> change.ref()).toList());
        vendor().inject(TOKEN_EXPIRED, PULL, 0, 1);

        pulled.addAll(bench().pullPeople(adapter, first.next()).refs());

        assertThat(pulled).containsExactlyInAnyOrderElementsOf(undisturbed);
    }

    @Test
    default void aTokenThatExpiresBeforeAWriteIsRenewedAndTheWriteHappensOnce() {
        Assumptions.assumeFalse(lacks(Behaviour.TOKENS_EXPIRE), "this vendor's tokens do not expire");
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        bench().write(adapter, Command.SetFields.class, bench().score(person, 1));
        vendor().inject(TOKEN_EXPIRED, WRITE, 0, 1);

        WriteResult outcome = bench().write(adapter, Command.SetFields.class, bench().score(person, 2));

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().audit()).hasSize(2);
        assertThat(vendor().value(person, Field.OF_SCORE)).startsWith("2");
    }

    @Test
    default void aTokenThatIsRefusedAgainAndAgainIsNoEndlessLoop() {
        Assumptions.assumeFalse(lacks(Behaviour.TOKENS_EXPIRE), "this vendor's tokens do not expire");
        bench().addPerson(1);
        bench().aWhilePasses();
        vendor().inject(TOKEN_EXPIRED, PULL, 0, FOR_EVER);

        AdapterException refused = refusal(() -> bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(refused.code()).isIn(AdapterErrorCode.CREDENTIALS_REFUSED, AdapterErrorCode.TOKEN_EXPIRED);
    }

    @Test
    default void aRateLimitIsObeyedAndThenThePullGoesOn() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        vendor().inject(RATE_LIMITED, PULL, 0, 1);

        List<SourceRef> pulled =
                bench().pullPeople(bench().adapter(), Cursor.BEGINNING).refs();

        assertThat(pulled).containsExactlyInAnyOrderElementsOf(people);
        assertThat(bench().paused()).as("waited").isPositive();
    }

    @Test
    default void aRateLimitThatPersistsKeepsItsCodeAndSaysWhenToTryAgain() {
        bench().addPerson(1);
        bench().aWhilePasses();
        vendor().inject(RATE_LIMITED, ANY, 0, FOR_EVER);

        AdapterException refused = refusal(() -> bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(refused.code()).isIn(AdapterErrorCode.RATE_LIMITED, AdapterErrorCode.QUOTA_EXHAUSTED);
        assertLater(refused);
    }

    @Test
    default void aSpentQuotaKeepsItsCodeAndSaysWhenItIsRenewed() {
        Assumptions.assumeFalse(lacks(Behaviour.HAS_A_QUOTA), "this vendor has no daily quota");
        bench().addPerson(1);
        bench().aWhilePasses();
        vendor().inject(QUOTA_EXHAUSTED, ANY, 0, FOR_EVER);

        AdapterException refused = refusal(() -> bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertLater(refused);
        assertThat(bench().paused()).as("waiting does not renew a quota").isLessThan(Duration.ofHours(1));
    }

    @Test
    default void aSpentQuotaWritesNothingAndSaysSo() {
        Assumptions.assumeFalse(lacks(Behaviour.HAS_A_QUOTA), "this vendor has no daily quota");
        List<SourceRef> people = bench().addPeople(3);
        CrmAdapter adapter = bench().adapter();
        CommandWriter<Command.SetFields> writes = bench().writer(adapter, Command.SetFields.class);
        vendor().inject(QUOTA_EXHAUSTED, ANY, 0, FOR_EVER);
        Instant now = bench().clock().instant();

        try {
            List<WriteResult> outcomes = writes.write(
                    people.stream().map(person -> bench().score(person, 5)).toList());
            assertThat(outcomes)
                    .hasSize(3)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    WriteResult.Deferred.class,
                                    deferred -> assertThat(deferred.notBefore()).isAfter(now)));
        } catch (AdapterException refused) {
            assertThat(refused.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        }
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aWriteThatWasRateLimitedHappensOnce() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        vendor().inject(RATE_LIMITED, WRITE, 0, 1);

        WriteResult outcome = bench().write(adapter, Command.SetFields.class, bench().score(person, 5));

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(vendor().audit()).hasSize(1);
    }

    @Test
    default void aVendorThatIsAwayForAMomentIsAskedAgain() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        vendor().inject(UNAVAILABLE, PULL, 0, 1);

        assertThat(bench().pullPeople(bench().adapter(), Cursor.BEGINNING).refs())
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void aVendorThatStaysAwayIsSaidToBeSo() {
        vendor().inject(UNAVAILABLE, ANY, 0, FOR_EVER);

        AdapterException refused = refusal(() -> bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
    }

    @Test
    default void aConnectionThatBreaksWhileReadingIsTriedAgain() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        vendor().inject(RESET_BEFORE, PULL, 0, 1);

        assertThat(bench().pullPeople(bench().adapter(), Cursor.BEGINNING).refs())
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void aPullThatFailedInTheMiddleGoesOnFromItsLastCursor() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        PullPage first = bench().pageOfPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        vendor().inject(UNAVAILABLE, ANY, 0, FOR_EVER);
        refusal(() -> bench().pullPeople(adapter, first.next()));
        vendor().heal();

        mirror.take(bench().pullPeople(adapter, first.next()).changes());

        assertThat(mirror.live()).containsExactlyInAnyOrderElementsOf(people);
    }

    private void assertLater(AdapterException refused) {
        assertThat(refused.notBefore())
                .hasValueSatisfying(notBefore ->
                        assertThat(notBefore).isAfter(bench().clock().instant()));
    }

    private static AdapterException refusal(Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
