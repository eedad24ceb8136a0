package io.onefunnel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import io.onefunnel.writeback.PendingCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** All that is pending, found by walking through it in pages of two. */
final class AllPending {
    private final StoreFixture fixture;

    AllPending(StoreFixture fixture) {
        this.fixture = fixture;
    }

    List<PendingChange> changes() {
        return walk((connection, after) -> fixture.store.pending().changes(connection, after, 2));
    }

    List<PendingAction> actions() {
        return walk((connection, after) -> fixture.store.pending().actions(connection, after, 2));
    }

    /** Counting says what walking finds, whichever records are left out. */
    AllPending checked() {
        Set<SourceRef> records = new TreeSet<>();
        changes().forEach(each -> records.add(each.on()));
        actions().forEach(each -> records.add(each.on()));
        List<Set<SourceRef>> without = new ArrayList<>(List.of(Set.of(), records));
        records.forEach(each -> without.add(Set.of(each)));
        for (Set<SourceRef> out : without) {
            PendingCounts counts = fixture.store.pending().counts(out);
            assertThat(counts.changes()).containsExactlyInAnyOrderElementsOf(counted(out));
            assertThat(byGroup(counts)).isEqualTo(byGroup(new PendingCounts(List.of(), acted(out))));
        }
        return this;
    }

    private List<PendingCounts.Changes> counted(Set<SourceRef> out) {
        return changes().stream()
                .filter(each -> !out.contains(each.on()))
                .collect(Collectors.groupingBy(
                        each -> Map.entry(
                                each.on().connection(), Set.copyOf(each.after().keySet())),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> new PendingCounts.Changes(
                        each.getKey().getKey(), each.getKey().getValue(), each.getValue()))
                .toList();
    }

    private List<PendingCounts.Actions> acted(Set<SourceRef> out) {
        Map<SourceRef, Set<Field>> fields = new HashMap<>();
        changes().forEach(each -> fields.put(each.on(), each.after().keySet()));
        Map<SourceRef, List<PendingAction.Kind>> kinds = new TreeMap<>();
        actions().stream()
                .filter(each -> !out.contains(each.on()))
                .forEach(each -> kinds.computeIfAbsent(each.on(), none -> new ArrayList<>())
                        .add(each.action().kind()));
        return kinds.entrySet().stream()
                .map(each -> new PendingCounts.Actions(
                        each.getKey().connection(),
                        each.getValue().stream().sorted().toList(),
                        fields.getOrDefault(each.getKey(), Set.of()),
                        1))
                .toList();
    }

    private static Map<Object, Long> byGroup(PendingCounts counts) {
        return counts.actions().stream()
                .collect(Collectors.groupingBy(
                        each -> List.of(
                                each.connection(),
                                each.kinds().stream().sorted().toList(),
                                each.fields()),
                        Collectors.summingLong(PendingCounts.Actions::records)));
    }

    private <T> List<T> walk(BiFunction<ConnectionId, Optional<String>, Pending.Page<T>> ask) {
        List<T> rows = new ArrayList<>();
        for (ConnectionId connection : known()) {
            Optional<String> after = Optional.empty();
            do {
                Pending.Page<T> page = ask.apply(connection, after);
                rows.addAll(page.rows());
                after = page.next();
            } while (after.isPresent());
        }
        return rows;
    }

    private List<ConnectionId> known() {
        return fixture.query(
                sql -> sql.list("select name from connection order by 1", row -> new ConnectionId(row.text(1))));
    }
}
