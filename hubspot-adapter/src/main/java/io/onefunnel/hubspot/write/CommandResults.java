package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.MappedError;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What became of the commands of one call, gathered in whatever order it becomes known. */
final class CommandResults<C extends Command> {
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Map<C, WriteResult> byCommand = new LinkedHashMap<>();

    void put(C command, WriteResult outcome) {
        byCommand.put(command, outcome);
    }

    void unknownType(C command) {
        put(
                command,
                new WriteResult.Rejected(
                        command.on(), AdapterErrorCode.RECORD_INVALID, "the mapping has no type for this record"));
    }

    void gone(C command, String what) {
        put(command, new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_GONE, what));
    }

    /**
     * Commands that nothing is known of were certainly not carried out.
     *
     * @throws AdapterException the wall itself, where no command was carried out and none may have been
     */
    void deferRest(List<C> commands, AdapterException wall, InstantSource clock) {
        if (nothingWritten(byCommand.values())) throw wall;
        commands.forEach(command -> byCommand.putIfAbsent(command, deferred(command.on(), wall, clock)));
    }

    List<WriteResult> of(List<C> commands) {
        return commands.stream()
                .map(command -> Objects.requireNonNull(byCommand.get(command)))
                .toList();
    }

    static boolean nothingWritten(Collection<WriteResult> outcomes) {
        return outcomes.stream()
                .noneMatch(outcome -> outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unknown);
    }

    /**
     * What a row's own error entry makes of it. One that names a moment's trouble at HubSpot does not say how far the row came.
     *
     * @param sent the values of the row, which are not shown
     */
    static WriteResult refused(SourceRef on, MappedError error, Collection<String> sent, InstantSource clock) {
        return switch (error.code()) {
            case VENDOR_UNAVAILABLE -> new WriteResult.Unknown(on);
            case RATE_LIMITED, RECORD_LOCKED, QUOTA_EXHAUSTED ->
                new WriteResult.Deferred(on, clock.instant().plus(LATER));
            default -> new WriteResult.Rejected(on, error.code(), error.words(sent));
        };
    }

    /** To be tried again when the wall says, or in a minute where it does not. */
    static WriteResult deferred(SourceRef on, AdapterException wall, InstantSource clock) {
        return new WriteResult.Deferred(
                on, wall.notBefore().orElse(clock.instant().plus(LATER)));
    }
}
