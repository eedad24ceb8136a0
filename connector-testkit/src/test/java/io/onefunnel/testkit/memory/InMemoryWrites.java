package io.onefunnel.testkit.memory;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.testkit.memory.InMemoryCrm.Row;
import io.onefunnel.testkit.memory.InMemoryCrm.RowResult;
import io.onefunnel.testkit.memory.Wire.Broken;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How {@link InMemoryAdapter} writes: field values and owners in batches, merges and events one by one. */
final class InMemoryWrites {
    private static final int BATCH = 50;
    private static final int TRIES_FOR_A_LOCK = 3;

    private final InMemoryAdapter adapter;
    private final InMemoryCrm crm;
    private final Wire wire;
    private final Mapping mapping;

    InMemoryWrites(InMemoryAdapter adapter, InMemoryCrm crm, Wire wire, Mapping mapping) {
        this.adapter = adapter;
        this.crm = crm;
        this.wire = wire;
        this.mapping = mapping;
    }

    <C extends Command> Optional<CommandWriter<C>> of(Class<C> type) {
        if (type == Command.SetFields.class) return Optional.of(as(new Updates<>(this::setOf, this::expectedOf)));
        if (type == Command.Reassign.class) {
            return Optional.of(as(new Updates<Command.Reassign>(
                    command -> Map.of(InMemoryCrm.OWNER, command.newOwner().id()),
                    command -> Map.of(InMemoryCrm.OWNER, command.expectedOwner().id()))));
        }
        if (type == Command.CreateTask.class) return Optional.of(as(new Appends<>(Command.CreateTask::ledgerKey)));
        if (type == Command.PublishOutcome.class) {
            return Optional.of(as(new Appends<>(Command.PublishOutcome::ledgerKey)));
        }
        if (type == Command.LinkReferral.class) {
            return Optional.of(as(new Appends<Command.LinkReferral>(link -> link.on() + ">" + link.referredBy())));
        }
        return type == Command.Merge.class ? Optional.of(as(new Merges())) : Optional.empty();
    }

    /** The class object that was asked for names the type. */
    @SuppressWarnings("unchecked")
    private static <C extends Command> CommandWriter<C> as(CommandWriter<?> writes) {
        return (CommandWriter<C>) writes;
    }

    private Map<String, String> setOf(Command.SetFields command) {
        return named(command.on(), command.set());
    }

    private Map<String, String> expectedOf(Command.SetFields command) {
        return named(command.on(), command.expected());
    }

    private Map<String, String> named(SourceRef on, Map<Field, String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        Mapping.Type type = mapping.typesOf(on.kind()).get(0);
        values.forEach((field, value) -> named.put(
                type.nameOf(field).orElseThrow(() -> new IllegalArgumentException("not mapped: " + field)), value));
        return named;
    }

    private static boolean holds(Row row, Map<String, String> values) {
        return values.entrySet().stream()
                .allMatch(value -> row.fields().getOrDefault(value.getKey(), "").equals(value.getValue()));
    }

    private static WriteResult outcomeOf(SourceRef target, RowResult result) {
        return switch (result.code()) {
            case "ok" -> WriteResult.Written.of(target);
            case "gone" -> new WriteResult.Rejected(target, AdapterErrorCode.RECORD_GONE, result.message());
            case "locked" -> new WriteResult.Rejected(target, AdapterErrorCode.RECORD_LOCKED, result.message());
            default -> new WriteResult.Rejected(target, AdapterErrorCode.RECORD_INVALID, result.message());
        };
    }

    /** Writes that set values of one record. */
    private final class Updates<C extends Command> implements CommandWriter<C> {
        private final Function<C, Map<String, String>> values;
        private final Function<C, Map<String, String>> expected;

        Updates(Function<C, Map<String, String>> values, Function<C, Map<String, String>> expected) {
            this.values = values;
            this.expected = expected;
        }

        @Override
        public int batchSize() {
            return BATCH;
        }

        @Override
        public List<WriteResult> write(List<C> commands) {
            List<WriteResult> outcomes = new ArrayList<>();
            for (List<C> batch : Chunks.of(commands, BATCH)) outcomes.addAll(writeBatch(batch));
            return outcomes;
        }

        private List<WriteResult> writeBatch(List<C> commands) {
            Map<C, WriteResult> decided = stale(commands);
            List<C> open = commands.stream()
                    .filter(command -> !decided.containsKey(command))
                    .toList();
            for (int tries = 1; !open.isEmpty() && tries <= TRIES_FOR_A_LOCK; tries++) {
                send(open, decided);
                open = open.stream()
                        .filter(command -> isLocked(decided.get(command)))
                        .toList();
            }
            return commands.stream().map(command -> outcome(decided, command)).toList();
        }

        private WriteResult outcome(Map<C, WriteResult> decided, C command) {
            WriteResult outcome = decided.get(command);
            if (outcome == null) throw new IllegalStateException("no outcome of " + command.intent());
            return outcome;
        }

        private boolean isLocked(@Nullable WriteResult outcome) {
            return outcome instanceof WriteResult.Rejected rejected
                    && rejected.code() == AdapterErrorCode.RECORD_LOCKED;
        }

        private void send(List<C> open, Map<C, WriteResult> decided) {
            Map<Long, Map<String, String>> rows = new LinkedHashMap<>();
            open.forEach(command -> rows.put(InMemoryAdapter.id(command.on()), values.apply(command)));
            try {
                Map<Long, RowResult> results = wire.write(token -> crm.update(token, rows));
                for (C command : open) {
                    RowResult result = results.get(InMemoryAdapter.id(command.on()));
                    decided.put(
                            command,
                            result == null ? new WriteResult.Unknown(command.on()) : outcomeOf(command.on(), result));
                }
            } catch (Broken e) {
                open.forEach(command -> decided.put(command, new WriteResult.Unknown(command.on())));
            }
        }

        /** Those whose expectations do not hold, by one read of all that have any. */
        private Map<C, WriteResult> stale(List<C> commands) {
            Map<C, WriteResult> stale = new LinkedHashMap<>();
            List<C> careful = commands.stream()
                    .filter(command -> !expected.apply(command).isEmpty())
                    .toList();
            Map<Long, Row> rows = adapter.rows(careful.stream().map(Command::on).toList());
            for (C command : careful) {
                Row row = rows.get(InMemoryAdapter.id(command.on()));
                if (row == null || row.deleted() || holds(row, expected.apply(command))) continue;
                stale.put(command, new WriteResult.Stale(command.on(), found(command, row)));
            }
            return stale;
        }

        private Map<Field, String> found(C command, Row row) {
            Map<Field, String> found = new EnumMap<>(Field.class);
            if (command instanceof Command.SetFields set) {
                Mapping.Type type = mapping.typesOf(set.on().kind()).get(0);
                set.expected()
                        .keySet()
                        .forEach(field -> found.put(
                                field,
                                row.fields().getOrDefault(type.nameOf(field).orElseThrow(), "")));
            }
            return found;
        }

        @Override
        public List<WriteResult> settle(List<C> unknown) {
            Map<Long, Row> rows = adapter.rows(unknown.stream().map(Command::on).toList());
            return unknown.stream().map(command -> settled(command, rows)).toList();
        }

        private WriteResult settled(C command, Map<Long, Row> rows) {
            Row row = rows.get(InMemoryAdapter.id(command.on()));
            if (row == null || row.deleted()) return new WriteResult.Unknown(command.on());
            return holds(row, values.apply(command))
                    ? WriteResult.Written.of(command.on())
                    : new WriteResult.NotApplied(command.on());
        }
    }

    /** Writes that add something with a key of ours. */
    private final class Appends<C extends Command> implements CommandWriter<C> {
        private final Function<C, String> key;

        Appends(Function<C, String> key) {
            this.key = key;
        }

        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public List<WriteResult> write(List<C> commands) {
            return commands.stream().map(this::append).toList();
        }

        private WriteResult append(C command) {
            if (holdsKey(command)) return new WriteResult.Unchanged(command.on());
            try {
                long about = InMemoryAdapter.id(command.on());
                return outcomeOf(command.on(), wire.write(token -> crm.append(token, about, key.apply(command))));
            } catch (Broken e) {
                return new WriteResult.Unknown(command.on());
            }
        }

        @Override
        public List<WriteResult> settle(List<C> unknown) {
            return unknown.stream()
                    .<WriteResult>map(command -> holdsKey(command)
                            ? WriteResult.Written.of(command.on())
                            : new WriteResult.NotApplied(command.on()))
                    .toList();
        }

        private boolean holdsKey(C command) {
            return wire.read(token -> crm.holdsKey(token, key.apply(command)));
        }
    }

    private final class Merges implements CommandWriter<Command.Merge> {
        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public List<WriteResult> write(List<Command.Merge> commands) {
            return commands.stream().map(this::merge).toList();
        }

        private WriteResult merge(Command.Merge merge) {
            if (isDone(merge)) return new WriteResult.Unchanged(merge.on());
            try {
                List<Long> losers =
                        merge.losers().stream().map(InMemoryAdapter::id).toList();
                Map<String, String> winning = named(merge.on(), merge.winning());
                return outcomeOf(
                        merge.on(),
                        wire.write(token -> crm.merge(token, InMemoryAdapter.id(merge.on()), losers, winning)));
            } catch (Broken e) {
                return new WriteResult.Unknown(merge.on());
            }
        }

        @Override
        public List<WriteResult> settle(List<Command.Merge> unknown) {
            return unknown.stream()
                    .<WriteResult>map(merge ->
                            isDone(merge) ? WriteResult.Written.of(merge.on()) : new WriteResult.NotApplied(merge.on()))
                    .toList();
        }

        private boolean isDone(Command.Merge merge) {
            Map<Long, Row> rows = adapter.rows(merge.losers());
            long survivor = InMemoryAdapter.id(merge.on());
            return merge.losers().stream()
                    .map(loser -> rows.get(InMemoryAdapter.id(loser)))
                    .allMatch(row -> row != null && row.mergedInto().equals(Optional.of(survivor)));
        }
    }
}
