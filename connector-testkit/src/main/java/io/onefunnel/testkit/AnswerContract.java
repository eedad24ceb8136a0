package io.onefunnel.testkit;

import static io.onefunnel.testkit.CallKind.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What an adapter does when one answer, whichever it is, is not the vendor's or not all of it: a page of a proxy, an object
 * without its keys, half a body, a redirect to another host. Nothing is lost, nothing half believed.
 */
interface AnswerContract extends ContractPart {
    /** What a spoiled answer may be called: never unreachable, since somebody did answer. */
    Set<AdapterErrorCode> CALLED = EnumSet.of(
            AdapterErrorCode.UNEXPECTED_RESPONSE,
            AdapterErrorCode.VENDOR_UNAVAILABLE,
            AdapterErrorCode.CREDENTIALS_REFUSED);

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = ".*_ANSWER")
    default void aPullLosesNothingWhicheverOfItsAnswersIsSpoiled(Trouble spoiled) {
        SourceRef first = bench().addPeople(vendor().moreThanOnePage()).get(0);
        vendor().edit(first, Map.of(Field.FIRST_NAME, "Grace"));
        bench().aWhilePasses();
        Map<SourceRef, Change> whole = new HashMap<>();
        long before = vendor().calls();
        take(bench().adapter(), Cursor.BEGINNING, whole);
        long calls = vendor().calls() - before;
        assertThat(whole).hasSize(vendor().moreThanOnePage());

        for (int nth = 0; nth < calls; nth++) {
            Map<SourceRef, Change> mirror = new HashMap<>();
            CrmAdapter adapter = bench().adapter();
            vendor().inject(spoiled, ANY, nth, 1);
            Optional<Cursor> left = take(adapter, Cursor.BEGINNING, mirror);
            vendor().heal();
            if (left.isPresent()) {
                assertThat(take(bench().adapter(), left.get(), mirror))
                        .as("answer %d spoiled: the pull that goes on afterwards", nth)
                        .isEmpty();
            }
            assertThat(fields(mirror)).as("answer %d spoiled", nth).isEqualTo(fields(whole));
        }
    }

    private static Map<SourceRef, Map<String, String>> fields(Map<SourceRef, Change> mirror) {
        Map<SourceRef, Map<String, String>> fields = new HashMap<>();
        mirror.forEach((ref, change) -> fields.put(ref, ((Change.Present) change).fields()));
        return fields;
    }

    /** Pulls until it is caught up; the cursor to go on from when an answer was refused before. */
    private Optional<Cursor> take(CrmAdapter adapter, Cursor from, Map<SourceRef, Change> mirror) {
        Cursor at = from;
        for (int pages = 0; pages < 10_000; pages++) {
            PullPage page;
            try {
                page = adapter.pull(RecordKind.PERSON, at);
            } catch (AdapterException refused) {
                assertThat(refused.code())
                        .as("the code of: " + refused.getMessage())
                        .isIn(CALLED);
                return Optional.of(at);
            }
            page.changes().forEach(change -> mirror.put(change.ref(), change));
            if (page.progress() instanceof Progress.CaughtUp) return Optional.empty();
            if (page.progress() instanceof Progress.Wait wait) bench().waitUntil(wait.notBefore());
            if (page.progress() instanceof Progress.Postponed later) bench().waitUntil(later.notBefore());
            at = page.next();
        }
        throw new AssertionError("the pull does not come to an end");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = ".*_ANSWER")
    default void aCheckSaysWhatIsWrongWhicheverOfItsAnswersIsSpoiled(Trouble spoiled) {
        long before = vendor().calls();
        Readiness sound = bench().adapter().check();
        long calls = vendor().calls() - before;

        for (int nth = 0; nth < calls; nth++) {
            vendor().inject(spoiled, ANY, nth, 1);
            Readiness found = bench().adapter().check();
            vendor().heal();
            assertThat(found.accountId().filter(id -> !id.equals(vendor().accountId())))
                    .as("account when answer %d was spoiled", nth)
                    .isEmpty();
            assertThat(found.equals(sound) || !found.problems().isEmpty())
                    .as("answer %d spoiled: as sound as without, or a problem is named", nth)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = ".*_ANSWER")
    default void aWriteSaysNothingThatIsNotSoWhicheverOfItsAnswersIsSpoiled(Trouble spoiled) {
        SourceRef probe = bench().addSomebody();
        long before = vendor().calls();
        bench().write(bench().adapter(), SetFields.class, bench().score(probe, 1));
        long calls = vendor().calls() - before;

        for (int nth = 0; nth < calls; nth++) {
            SourceRef person = bench().addSomebody();
            SetFields score = bench().score(person, 5);
            vendor().inject(spoiled, ANY, nth, 1);
            Optional<WriteResult> result = written(score);
            vendor().heal();
            if (result.filter(WriteResult.Unknown.class::isInstance).isPresent()) {
                result = Optional.of(bench().settle(bench().adapter(), SetFields.class, score));
            }
            boolean said = result.filter(
                            each -> each instanceof WriteResult.Written || each instanceof WriteResult.Unchanged)
                    .isPresent();
            assertThat(said)
                    .as("answer %d spoiled: %s of what the vendor holds", nth, result)
                    .isEqualTo(vendor().value(person, Field.OF_SCORE).startsWith("5"));
        }
    }

    /** Empty when the adapter threw, by which it says that nothing was applied. */
    private Optional<WriteResult> written(SetFields score) {
        try {
            return Optional.of(bench().write(bench().adapter(), SetFields.class, score));
        } catch (AdapterException refused) {
            assertThat(refused.code())
                    .as("the code of: " + refused.getMessage())
                    .isIn(CALLED);
            return Optional.empty();
        }
    }
}
