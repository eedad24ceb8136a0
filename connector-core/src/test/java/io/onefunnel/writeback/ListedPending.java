package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is pending, from lists; counted one by one. Pages are of two rows, whatever is asked for. */
public final class ListedPending implements Pending.Snapshot {
    public final List<PendingChange> changes = new ArrayList<>();
    public final List<PendingAction> actions = new ArrayList<>();

    @Override
    public PendingCounts counts(Set<SourceRef> without) {
        List<PendingCounts.Changes> changed = new ArrayList<>();
        changes.stream()
                .filter(change -> !without.contains(change.on()))
                .collect(Collectors.groupingBy(
                        change -> Map.entry(
                                change.on().connection(),
                                Set.copyOf(change.after().keySet())),
                        Collectors.counting()))
                .forEach((group, records) ->
                        changed.add(new PendingCounts.Changes(group.getKey(), group.getValue(), records)));
        Map<SourceRef, List<PendingAction.Kind>> kinds = new TreeMap<>();
        actions.stream()
                .filter(action -> !without.contains(action.on()))
                .forEach(action -> kinds.computeIfAbsent(action.on(), none -> new ArrayList<>())
                        .add(action.action().kind()));
        List<PendingCounts.Actions> acted = new ArrayList<>();
        kinds.forEach((on, each) -> acted.add(new PendingCounts.Actions(on.connection(), each, fields(on), 1)));
        return new PendingCounts(changed, acted);
    }

    private Set<Field> fields(SourceRef on) {
        return changes(List.of(on)).stream()
                .flatMap(change -> change.after().keySet().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public Page<PendingChange> changes(ConnectionId connection, Optional<String> after, int limit) {
        return page(changes, PendingChange::on, connection, after);
    }

    @Override
    public List<PendingChange> changes(Collection<SourceRef> on) {
        return changes.stream().filter(change -> on.contains(change.on())).toList();
    }

    @Override
    public Page<PendingAction> actions(ConnectionId connection, Optional<String> after, int limit) {
        return page(actions, PendingAction::on, connection, after);
    }

    @Override
    public List<PendingAction> actions(Collection<SourceRef> on) {
        return actions.stream().filter(action -> on.contains(action.on())).toList();
    }

    private static <T> Page<T> page(
            List<T> rows, Function<T, SourceRef> on, ConnectionId connection, Optional<String> after) {
        List<T> all = rows.stream()
                .filter(row -> on.apply(row).connection().equals(connection))
                .toList();
        int from = after.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + 2);
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
    }

    @Override
    public Snapshot snapshot() {
        return this;
    }

    @Override
    public void close() {
        // It holds nothing but memory.
    }
}
