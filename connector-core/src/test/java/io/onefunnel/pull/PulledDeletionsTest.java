package io.onefunnel.pull;

import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.IdRangeSnapshot;
import io.onefunnel.spi.PullPage;
import io.onefunnel.state.Mirror.Observed;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A pull, of what vanished,")
class PulledDeletionsTest extends ScriptedPull {
    @Test
    void takesForDeletedWhatIsStoredAndNotAmongTheLiving() throws InterruptedException {
        vendor.page(RecordKind.PERSON, MORE, List.of(person("a1"), person("a2"), person("a3"), person("b1")))
                .then(
                        RecordKind.PERSON,
                        next -> new PullPage(List.of(), next, MORE)
                                .with(new IdRangeSnapshot("a", "a2", Set.of("a1"), NOW)))
                .then(
                        RecordKind.PERSON,
                        next -> new PullPage(List.of(), next, DONE)
                                .with(new IdRangeSnapshot("a2", "a~", Set.of("a3"), NOW)));

        run();

        assertThat(store.mirror.observed())
                .filteredOn(Observed.Gone.class::isInstance)
                .extracting(
                        observed -> ((Observed.Gone) observed).deleted().ref().id())
                .containsExactly("a2");
    }

    @Test
    void takesOverAnOrdinaryNumberOfDeletions() throws InterruptedException {
        store.mirror.counts.put(RecordKind.PERSON, 1_000L);
        vendor.page(RecordKind.PERSON, DONE, deletions(0, 200));
        assertThat(run().shortfalls()).isEmpty();
        assertThat(store.mirror.observed()).hasSize(200);
    }

    @Test
    void doesNotBelieveThatHundredsOfRecordsVanishedAtOnce() throws InterruptedException {
        store.mirror.counts.put(RecordKind.PERSON, 1_000L);
        vendor.page(RecordKind.PERSON, MORE, List.of(person("1"))).page(RecordKind.PERSON, DONE, deletions(0, 201));
        Pull.Result result = run();
        assertThat(store.mirror.observed()).hasSize(1);
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(new Cursor("1"));
        assertThat(result.shortfalls()).singleElement().satisfies(shortfall -> {
            assertThat(shortfall.what()).isEqualTo("crm PERSON");
            assertThat(shortfall.why()).contains("201 of 1000 records vanished at once");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "98, 98, held",
        "174, 95, held",
        "2, 2, held",
        "3, 3, held",
        "20, 6, held",
        "29, 6, held",
        "30, 6, taken over",
        "20, 5, taken over",
        "6, 5, taken over",
        "1, 1, taken over",
        "0, 40, taken over",
        "1000, 201, held",
        "1000, 200, taken over"
    })
    void judgesSmallKindsByTheirShareToo(long known, int gone, String what) throws InterruptedException {
        store.mirror.counts.put(RecordKind.COMPANY, known);
        vendor.page(
                RecordKind.COMPANY,
                DONE,
                IntStream.range(0, gone)
                        .mapToObj(i -> (Change) new Change.Deleted(
                                new SourceRef(ScriptedVendor.CRM, RecordKind.COMPANY, "gone" + i), NOW))
                        .toList());

        Pull.Result result = run();

        assertThat(result.shortfalls()).hasSize(what.equals("held") ? 1 : 0);
        assertThat(store.mirror.observed()).hasSize(what.equals("held") ? 0 : gone);
    }

    @Test
    void doesNotCountDeletionsOfRecordsThatWereNeverHere() throws InterruptedException {
        store.mirror.counts.put(RecordKind.PERSON, 30L);
        List<Change> deletions = deletions(0, 40);
        deletions.subList(6, 40).forEach(change -> store.mirror.strangers.add(change.ref()));
        vendor.page(RecordKind.PERSON, DONE, deletions);
        assertThat(run().shortfalls()).isEmpty();
    }

    @Test
    void storesNoPartOfAMassDisappearanceThatComesOnSeveralPages() throws InterruptedException {
        store.mirror.counts.put(RecordKind.PERSON, 1_000L);
        for (int page = 0; page < 4; page++) {
            vendor.page(RecordKind.PERSON, page < 3 ? MORE : DONE, deletions(page * 100, 100));
        }
        for (int run = 0; run < 3; run++) {
            assertThat(run().shortfalls()).as("run %d", run).hasSize(1);
            assertThat(store.mirror.observed()).as("run %d", run).isEmpty();
        }
        assertThat(cursor(RecordKind.PERSON)).isEqualTo(Cursor.BEGINNING);
    }

    @Test
    void takesAMassDisappearanceOverWhenSomebodyKnowsThatItIsReal() throws InterruptedException {
        store.mirror.counts.put(RecordKind.PERSON, 1_000L);
        vendor.page(RecordKind.PERSON, DONE, deletions(0, 900));
        assertThat(pull().acceptingDeletions().run(LEASE, (kind, changes) -> {}).shortfalls())
                .isEmpty();
        assertThat(store.mirror.observed()).hasSize(900);
    }

    private static List<Change> deletions(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> (Change) new Change.Deleted(ref("gone" + i), NOW))
                .toList();
    }
}
