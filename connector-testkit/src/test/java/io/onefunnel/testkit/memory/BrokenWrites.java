package io.onefunnel.testkit.memory;

import io.onefunnel.model.Field;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.ForwardingAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adapters that write what nobody asked for, or say that what they wrote went otherwise. */
final class BrokenWrites {
    private BrokenWrites() {}

    private interface SetFieldsCall {
        List<WriteResult> of(CommandWriter<Command.SetFields> writes, List<Command.SetFields> commands);
    }

    /** Breaks the writing of fields and leaves the rest. */
    private static CrmAdapter writing(CrmAdapter sound, SetFieldsCall write) {
        return writing(sound, write, CommandWriter::settle);
    }

    private static CrmAdapter writing(CrmAdapter sound, SetFieldsCall write, SetFieldsCall settle) {
        return new ForwardingAdapter(sound) {
            @Override
            @SuppressWarnings("unchecked") // the class object that was asked for names the type
            public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
                if (type != Command.SetFields.class) return sound.writer(type);
                CommandWriter<Command.SetFields> writes =
                        sound.writer(Command.SetFields.class).orElseThrow();
                return Optional.of((CommandWriter<C>) new CommandWriter<Command.SetFields>() {
                    @Override
                    public int batchSize() {
                        return writes.batchSize();
                    }

                    @Override
                    public List<WriteResult> write(List<Command.SetFields> commands) {
                        return write.of(writes, commands);
                    }

                    @Override
                    public List<WriteResult> settle(List<Command.SetFields> unknown) {
                        return settle.of(writes, unknown);
                    }
                });
            }
        };
    }

    static CrmAdapter writesAgain(CrmAdapter sound) {
        return writing(sound, (writes, commands) -> {
            List<WriteResult> outcomes = writes.write(commands);
            boolean broke = outcomes.stream().anyMatch(WriteResult.Unknown.class::isInstance);
            return broke ? writes.write(commands) : outcomes;
        });
    }

    static CrmAdapter believesInItsWrites(CrmAdapter sound) {
        return writing(
                sound,
                CommandWriter::write,
                (writes, commands) -> commands.stream()
                        .<WriteResult>map(command -> WriteResult.Written.of(command.on()))
                        .toList());
    }

    static CrmAdapter ignoresExpectations(CrmAdapter sound) {
        return writing(
                sound,
                (writes, commands) -> writes.write(commands.stream()
                        .map(command -> new Command.SetFields(command.intent(), command.on(), command.set(), Map.of()))
                        .toList()));
    }

    static CrmAdapter mixesUpOutcomes(CrmAdapter sound) {
        return writing(sound, (writes, commands) -> {
            List<WriteResult> outcomes = new ArrayList<>(writes.write(commands));
            Collections.reverse(outcomes);
            return outcomes;
        });
    }

    static CrmAdapter failsTheBatch(CrmAdapter sound) {
        return writing(sound, (writes, commands) -> {
            List<WriteResult> outcomes = writes.write(commands);
            boolean refused = outcomes.stream().anyMatch(WriteResult.Rejected.class::isInstance);
            if (!refused) return outcomes;
            return commands.stream()
                    .<WriteResult>map(command -> new WriteResult.Rejected(
                            command.on(), AdapterErrorCode.RECORD_INVALID, "the batch was refused"))
                    .toList();
        });
    }

    static CrmAdapter skipsTheEmptyText(CrmAdapter sound) {
        return writing(sound, (writes, commands) -> {
            List<WriteResult> outcomes = new ArrayList<>();
            for (Command.SetFields command : commands) {
                Map<Field, String> set = new LinkedHashMap<>(command.set());
                set.values().removeIf(String::isEmpty);
                outcomes.addAll(
                        set.isEmpty()
                                ? List.of(WriteResult.Written.of(command.on()))
                                : writes.write(List.of(new Command.SetFields(
                                        command.intent(), command.on(), set, command.expected()))));
            }
            return outcomes;
        });
    }

    static final class KeepsNoMergingPart extends ForwardingAdapter {
        KeepsNoMergingPart(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public Optional<Merging> merging() {
            return Optional.empty();
        }
    }
}
