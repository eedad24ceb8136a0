package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Programs, as campaigns: all of them first, then those updated since the last run. Pages go by offset; a program that moves
 * between two pages of one run is seen again in the next, whose window reaches back to before this one began.
 */
final class ProgramPull implements KindPull {
    // Programs carry whole seconds.
    private static final Duration OVERLAP = Duration.ofSeconds(1);

    private final MarketoClient client;
    private final Programs programs;
    private final Mapping.Type type;
    private final ChangeFactory factory;

    ProgramPull(MarketoClient client, Programs programs, Mapping.Type type, ChangeFactory factory) {
        this.client = client;
        this.programs = programs;
        this.type = type;
        this.factory = factory;
    }

    /** Cursor: since, began and offset, in epoch seconds; began is 0 between two runs, since is 0 at first. */
    @Override
    public PullPage pull(Cursor from) {
        String[] parts =
                from.isBeginning() ? new String[] {"0", "0", "0"} : from.value().split(" ");
        long since = Long.parseLong(parts[0]);
        long began = parts[1].equals("0") ? client.now().getEpochSecond() : Long.parseLong(parts[1]);
        int offset = Integer.parseInt(parts[2]);
        List<Map<String, String>> rows = programs.page(since, offset);
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : rows) changes.add(change(row));
        if (rows.size() == Programs.PAGE) {
            return new PullPage(changes, cursor(since, began, offset + Programs.PAGE), new Progress.More());
        }
        long next = Instant.ofEpochSecond(began).minus(OVERLAP).getEpochSecond();
        return new PullPage(changes, cursor(next, 0, 0), new Progress.CaughtUp(Instant.ofEpochSecond(began)));
    }

    /** A single program as it is now. */
    Change read(SourceRef ref) {
        List<Map<String, String>> rows = programs.byId(ref.id());
        return rows.isEmpty() ? new Change.Deleted(ref, client.now()) : change(rows.get(0));
    }

    private Change change(Map<String, String> row) {
        return factory.present(
                type, row.getOrDefault("id", ""), row.getOrDefault("updatedAt", ""), row, MappedType.names(type));
    }

    private static Cursor cursor(long since, long began, int offset) {
        return new Cursor(since + " " + began + " " + offset);
    }
}
