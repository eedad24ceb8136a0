package io.onefunnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.IdRangeSnapshot;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mirror")
class MirrorTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant TEN = NINE.plusSeconds(3600);

    private final Mirror mirror = new Mirror();

    @Test
    void takesALaterVersionForNewsAndTheSameOrAnEarlierOneNot() {
        assertThat(mirror.take(List.of(present("1", NINE)))).hasSize(1);
        assertThat(mirror.take(List.of(present("1", NINE)))).isEmpty();
        assertThat(mirror.take(List.of(present("1", TEN)))).hasSize(1);
        assertThat(mirror.take(List.of(present("1", NINE)))).isEmpty();
    }

    @Test
    void knowsWhatIsDeletedAndWhatCameBack() {
        mirror.take(List.of(present("1", NINE), new Change.Deleted(ref("1"), TEN)));
        assertThat(mirror.isDeleted(ref("1"))).isTrue();
        assertThat(mirror.live()).isEmpty();

        mirror.take(List.of(present("1", TEN)));
        assertThat(mirror.live()).containsExactly(ref("1"));
    }

    @Test
    void takesOtherValuesOfTheSameSecondForNews() {
        mirror.take(List.of(present("1", NINE)));

        assertThat(mirror.take(List.of(present("1", NINE, "Ada")))).hasSize(1);
        assertThat(mirror.take(List.of(present("1", NINE, "Ada")))).isEmpty();
    }

    @Test
    void passesOverWhatIsOlderThanWhatBecameOfTheRecord() {
        mirror.take(List.of(present("1", TEN), new Change.Deleted(ref("1"), NINE)));
        assertThat(mirror.live()).containsExactly(ref("1"));

        mirror.take(List.of(new Change.MergedInto(ref("1"), ref("2"), NINE)));
        assertThat(mirror.live()).containsExactly(ref("1"));

        mirror.take(List.of(new Change.Deleted(ref("1"), TEN), present("1", NINE)));
        assertThat(mirror.isDeleted(ref("1"))).isTrue();

        mirror.take(List.of(new Change.MergedInto(ref("1"), ref("2"), TEN), present("1", TEN)));
        assertThat(mirror.current(ref("1"))).isEqualTo(ref("2"));
    }

    @Test
    void takesForDeletedWhatAStretchOfIdsNoLongerHas() {
        mirror.take(List.of(present("1", NINE), present("2", NINE), present("3", NINE)));
        PullPage page = new PullPage(List.of(), Cursor.BEGINNING, new Progress.More());

        mirror.take(page.with(new IdRangeSnapshot("1", "3", Set.of("3"), TEN)));

        assertThat(mirror.live()).containsExactly(ref("1"), ref("3"));
        assertThat(mirror.isDeleted(ref("2"))).isTrue();
    }

    @Test
    void followsMergesOfMergedRecordsAndDoesNotLoseThemToTheBin() {
        mirror.take(List.of(
                present("3", NINE),
                new Change.MergedInto(ref("1"), ref("2"), NINE),
                new Change.MergedInto(ref("2"), ref("3"), TEN),
                new Change.Deleted(ref("1"), TEN)));

        assertThat(mirror.current(ref("1"))).isEqualTo(ref("3"));
        assertThat(mirror.current(ref("3"))).isEqualTo(ref("3"));
    }

    @Test
    void refusesMergesThatGoRoundInACircle() {
        mirror.take(List.of(
                new Change.MergedInto(ref("1"), ref("2"), NINE), new Change.MergedInto(ref("2"), ref("1"), NINE)));

        assertThatThrownBy(() -> mirror.current(ref("1"))).hasMessageContaining("circle");
    }

    private static Change present(String id, Instant version) {
        return new Change.Present(ref(id), "people", version, Map.of(), Set.of(), Map.of(), List.of());
    }

    private static Change present(String id, Instant version, String name) {
        Map<String, String> fields = Map.of("name", name);
        return new Change.Present(ref(id), "people", version, fields, fields.keySet(), Map.of(), List.of());
    }

    private static SourceRef ref(String id) {
        return new SourceRef(new ConnectionId("memory"), RecordKind.PERSON, id);
    }
}
