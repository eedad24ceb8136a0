package io.onefunnel.testkit;

import static io.onefunnel.model.Field.EMAIL;
import static io.onefunnel.model.Field.OF_SCORE;
import static io.onefunnel.model.Field.OF_SCORE_VERSION;
import static io.onefunnel.model.Field.PHONE;
import static io.onefunnel.model.Field.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.Merging.UndoReport;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.TestBench.Pulled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Merging people: what is said before, what happens, and how one finds out afterwards. */
interface MergeContract extends ContractPart {
    @Test
    default void theLoserBecomesTheSurvivor() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(3);
        CrmAdapter adapter = bench().adapter();

        WriteResult outcome = bench().write(adapter, Merge.class, merge(people.get(0), people.subList(1, 2)));

        SourceRef survivor = survivorOf(outcome, people.get(0));
        assertThat(whereIs(adapter, people.get(1))).isEqualTo(survivor);
        assertThat(whereIs(adapter, people.get(0))).isEqualTo(survivor);
        assertThat(whereIs(adapter, people.get(2))).isEqualTo(people.get(2));
    }

    @Test
    default void manyLosersBecomeOneSurvivor() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(6);
        CrmAdapter adapter = bench().adapter();

        WriteResult outcome = bench().write(adapter, Merge.class, merge(people.get(0), people.subList(1, 6)));

        SourceRef survivor = survivorOf(outcome, people.get(0));
        assertThat(people)
                .allSatisfy(person -> assertThat(whereIs(adapter, person)).isEqualTo(survivor));
    }

    @Test
    default void severalMergesInOneCallHaveTheirOutcomesInOrder() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(6);
        List<Merge> merges = List.of(
                merge(people.get(0), people.subList(1, 2)),
                merge(people.get(2), people.subList(3, 4)),
                merge(people.get(4), people.subList(5, 6)));

        List<WriteResult> outcomes =
                bench().writer(bench().adapter(), Merge.class).write(merges);

        assertThat(outcomes)
                .extracting(WriteResult::target)
                .containsExactly(people.get(0), people.get(2), people.get(4));
        assertThat(outcomes).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    @Test
    default void winningValuesAreOnTheSurvivorAndItsOwnStay() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        vendor().edit(people.get(0), Map.of(TITLE, "Analyst", OF_SCORE_VERSION, "v1"));
        vendor().edit(people.get(1), Map.of(TITLE, "Director", OF_SCORE_VERSION, "v0"));
        Merge merge = new Merge(
                bench().intent(), people.get(0), people.subList(1, 2), Map.of(OF_SCORE, "90", TITLE, "Director"));

        SourceRef survivor = survivorOf(bench().write(bench().adapter(), Merge.class, merge), people.get(0));

        assertThat(vendor().value(survivor, OF_SCORE)).startsWith("90");
        assertThat(vendor().value(survivor, TITLE)).isEqualTo("Director");
        assertThat(vendor().value(survivor, OF_SCORE_VERSION)).isEqualTo("v1");
        assertThat(vendor().value(survivor, EMAIL)).isEqualTo("ada0@example.org");
    }

    @Test
    default void ourOwnMergeIsToldByThePull() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        SourceRef survivor = survivorOf(
                bench().write(adapter, Merge.class, merge(people.get(0), people.subList(1, 2))), people.get(0));
        bench().clock().advance(vendor().tellsRemovalsWithin());

        mirror.take(bench().pullPeople(adapter, first.next()).changes());

        assertThat(mirror.current(people.get(1))).isEqualTo(survivor);
        assertThat(mirror.live()).containsExactlyInAnyOrder(survivor, people.get(2));
    }

    @Test
    default void aMergeThatWasDoneBeforeIsAccepted() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        CrmAdapter adapter = bench().adapter();
        Merge merge = merge(people.get(0), people.subList(1, 2));
        SourceRef survivor = survivorOf(bench().write(adapter, Merge.class, merge), people.get(0));

        WriteResult again = bench().write(adapter, Merge.class, merge);

        assertThat(again).isInstanceOfAny(WriteResult.Unchanged.class, WriteResult.Written.class);
        assertThat(whereIs(adapter, people.get(1))).isEqualTo(survivor);
        assertThat(mergesAtTheVendor()).isEqualTo(1);
    }

    @Test
    default void aMergeWhoseAnswerWasLostIsSettledByReading() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        CrmAdapter adapter = bench().adapter();
        Merge merge = merge(people.get(0), people.subList(1, 2));
        vendor().inject(Trouble.RESET_AFTER, CallKind.MERGE, 0, 1);

        assertThat(bench().write(adapter, Merge.class, merge)).isInstanceOf(WriteResult.Unknown.class);
        WriteResult settled = bench().settle(bench().adapter(), Merge.class, merge);

        SourceRef survivor = survivorOf(settled, people.get(0));
        assertThat(whereIs(adapter, people.get(1))).isEqualTo(survivor);
        assertThat(mergesAtTheVendor()).isEqualTo(1);
    }

    @Test
    default void aMergeThatNeverReachedTheVendorIsSettledByReading() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        Merge merge = merge(people.get(0), people.subList(1, 2));
        vendor().inject(Trouble.RESET_BEFORE, CallKind.MERGE, 0, 1);

        assertThat(bench().write(bench().adapter(), Merge.class, merge)).isInstanceOf(WriteResult.Unknown.class);
        CrmAdapter adapter = bench().adapter();
        assertThat(bench().settle(adapter, Merge.class, merge)).isInstanceOf(WriteResult.NotApplied.class);

        assertThat(people)
                .allSatisfy(person -> assertThat(whereIs(adapter, person)).isEqualTo(person));
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aMergeWithAVanishedLoserIsRejectedAndTheNextOneGoesThrough() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(4);
        vendor().delete(people.get(1));

        List<WriteResult> outcomes = bench().writer(bench().adapter(), Merge.class)
                .write(List.of(merge(people.get(0), people.subList(1, 2)), merge(people.get(2), people.subList(3, 4))));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code())
                                .isIn(AdapterErrorCode.RECORD_GONE, AdapterErrorCode.MERGE_REFUSED));
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    default void beforeAMergeItsBlockersAndLossesAreSaidAndNothingIsWritten() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(3);
        Merging merging = merging(bench().adapter());
        vendor().delete(people.get(2));

        assertThat(merging.blockers(merge(people.get(0), people.subList(1, 2)))).isEmpty();
        assertThat(merging.blockers(merge(people.get(0), people.subList(2, 3))))
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank());
        assertThat(merging.irreversible(merge(people.get(0), people.subList(1, 2))))
                .as("what cannot be brought back")
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank());
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void theSnapshotHoldsWhatBothRecordsHeld() throws JsonProcessingException {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        vendor().edit(people.get(1), Map.of(PHONE, "+49 30 123456"));

        MergeSnapshot snapshot = merging(bench().adapter()).snapshot(merge(people.get(0), people.subList(1, 2)));

        assertThat(snapshot.survivor()).isEqualTo(people.get(0));
        assertThat(snapshot.losers()).containsExactly(people.get(1));
        assertThat(new ObjectMapper().readTree(snapshot.content()).isContainerNode())
                .isTrue();
        assertThat(snapshot.content()).contains("ada0@example.org", "ada1@example.org", "+49 30 123456");
        assertThat(vendor().audit()).isEmpty();
    }

    @Test
    default void aMergeIsTakenBackAsFarAsTheVendorAllowsAndRepeatingThatChangesNothingMore() {
        if (refusesMerges()) return;
        List<SourceRef> people = bench().addPeople(2);
        vendor().edit(people.get(0), Map.of(TITLE, "Analyst"));
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Merge merge = new Merge(bench().intent(), people.get(0), people.subList(1, 2), Map.of(TITLE, "Director"));
        MergeSnapshot snapshot = merging(adapter).snapshot(merge);
        bench().write(adapter, Merge.class, merge);
        bench().aWhilePasses();

        UndoReport first = merging(adapter).undo(snapshot);
        bench().aWhilePasses();
        List<SourceRef> peopleAfter = live();
        UndoReport second = merging(adapter).undo(snapshot);
        bench().aWhilePasses();

        assertThat(first.restored().size() + first.notRestored().size()).isPositive();
        assertThat(adapter.read(first.restored())).hasOnlyElementsOfType(Change.Present.class);
        assertThat(second.notRestored()).isEqualTo(first.notRestored());
        assertThat(live()).as("people after undoing twice").containsExactlyInAnyOrderElementsOf(peopleAfter);
    }

    private List<SourceRef> live() {
        Mirror mirror = new Mirror();
        mirror.take(bench().pull(bench().adapter(), RecordKind.PERSON, Cursor.BEGINNING)
                .changes());
        return new ArrayList<>(mirror.live());
    }

    /** A vendor without merges must not pretend; the core then only marks duplicates. */
    private boolean refusesMerges() {
        if (!lacks(Behaviour.MERGES)) return false;
        assertThat(bench().adapter().writer(Merge.class)).isEmpty();
        assertThat(bench().adapter().merging()).isEmpty();
        return true;
    }

    private static Merging merging(CrmAdapter adapter) {
        return adapter.merging()
                .orElseThrow(() -> new AssertionError("merging() is empty although writer(Merge.class) is not"));
    }

    private Merge merge(SourceRef survivor, List<SourceRef> losers) {
        return new Merge(bench().intent(), survivor, losers, Map.<Field, String>of());
    }

    private static SourceRef survivorOf(WriteResult outcome, SourceRef named) {
        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(outcome.target()).isEqualTo(named);
        return ((WriteResult.Written) outcome).survivor().orElse(named);
    }

    private SourceRef whereIs(CrmAdapter adapter, SourceRef ref) {
        Mirror mirror = new Mirror();
        mirror.take(adapter.read(List.of(ref)));
        SourceRef at = mirror.current(ref);
        if (at.equals(ref)) {
            assertThat(mirror.present(ref)).as("%s is live", ref).isPresent();
            return ref;
        }
        return whereIs(adapter, at);
    }

    private long mergesAtTheVendor() {
        return vendor().audit().stream()
                .filter(entry -> entry.kind().equals("merge"))
                .count();
    }
}
