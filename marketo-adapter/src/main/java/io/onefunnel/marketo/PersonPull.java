package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leads: once by extracts over all windows of creation, from then on by the streams of merges, deletions and changes,
 * each change followed by the lead as it is now.
 */
final class PersonPull {
    // Activities may be listed late; the streams of the first run start this much before it.
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    // "Polling should not be more frequent than once every 60 seconds": "Bulk Extract".
    private static final Duration POLL = Duration.ofSeconds(60);
    private static final int STREAMS = 3;

    private final MarketoClient client;
    private final ActivityStream stream;
    private final LeadExtract extract;
    private final LeadReader reader;
    private final LeadFields fields;
    private final Records records;
    private final MergeHistory history;
    private final Instant firstLoadFrom;

    PersonPull(
            MarketoClient client,
            ActivityStream stream,
            LeadReader reader,
            LeadFields fields,
            Records records,
            MergeHistory history,
            Instant firstLoadFrom) {
        this.client = client;
        this.stream = stream;
        this.extract = new LeadExtract(client);
        this.reader = reader;
        this.fields = fields;
        this.records = records;
        this.history = history;
        this.firstLoadFrom = firstLoadFrom;
    }

    PullPage pull(Mapping.Type type, Cursor from) {
        Instant now = client.now();
        PersonCursor cursor = from.isBeginning()
                ? PersonCursor.firstLoad(now, firstLoadFrom, now.minus(OVERLAP))
                : PersonCursor.read(from);
        if (cursor.loading()) return load(type, cursor);
        return follow(type, cursor.began() == 0 ? cursor.running(now) : cursor);
    }

    private PullPage load(Mapping.Type type, PersonCursor cursor) {
        List<String> asked = extractFields(type);
        if (cursor.jobs().isEmpty()) {
            PersonCursor filled = extract.fill(cursor, asked);
            if (filled.jobs().isEmpty()) return waiting(filled);
            // The jobs are stored with this page: a crash now leaves none behind unread.
            return more(List.of(), filled);
        }
        if (!cursor.jobs().get(0).isFinished()) {
            PersonCursor refreshed = extract.refreshed(cursor, asked);
            boolean ready =
                    refreshed.jobs().isEmpty() || refreshed.jobs().get(0).isFinished();
            return ready ? more(List.of(), refreshed) : waiting(refreshed);
        }
        return file(type, cursor);
    }

    private PullPage file(Mapping.Type type, PersonCursor cursor) {
        PersonCursor.ExtractJob job = cursor.jobs().get(0);
        Optional<LeadExtract.Chunk> chunk = extract.chunk(job);
        // "Completed" may come a moment before the file; after seven days the file is gone and the job is made anew.
        if (chunk.isEmpty()) return waiting(cursor.withFirst(job.finished(-1)));
        List<Change> changes = new ArrayList<>();
        chunk.get().rows().forEach((id, values) -> {
            if (id.isEmpty()) return;
            changes.add(records.present(
                    type,
                    id,
                    values.getOrDefault("updatedAt", ""),
                    values,
                    chunk.get().columns()));
        });
        boolean finished = chunk.get().next() >= job.size();
        return more(
                changes,
                finished
                        ? cursor.withoutFirst()
                        : cursor.withFirst(job.readTo(chunk.get().next())));
    }

    /** Pages until one brings something or all three streams are at their end. */
    private PullPage follow(Mapping.Type type, PersonCursor cursor) {
        List<Change> changes = new ArrayList<>();
        if (cursor.unstarted()) cursor = cursor.startedAt(stream.since(cursor.streamsSince()));
        while (changes.isEmpty() && cursor.done() < STREAMS) cursor = step(type, cursor, changes);
        if (cursor.done() < STREAMS) return more(changes, cursor);
        Instant began = cursor.beganAt();
        return new PullPage(changes, cursor.caughtUp(began.minus(OVERLAP)).write(), new Progress.CaughtUp(began));
    }

    private PersonCursor step(Mapping.Type type, PersonCursor cursor, List<Change> changes) {
        switch (cursor.done()) {
            case 0:
                ActivityStream.Page merges =
                        stream.activities(cursor.merges(), MergeHistory.MERGE_LEADS, cursor.streamsSince());
                addMerges(type, merges.rows(), changes);
                return cursor.merges(merges.next(), merges.more());
            case 1:
                ActivityStream.Page deletions = stream.deletedLeads(cursor.deletions(), cursor.streamsSince());
                addDeletions(deletions.rows(), changes);
                return cursor.deletions(deletions.next(), deletions.more());
            default:
                ActivityStream.Page page =
                        stream.leadChanges(cursor.changes(), String.join(",", watched(type)), cursor.streamsSince());
                Set<String> ids = new LinkedHashSet<>();
                for (JsonNode row : page.rows()) ids.add(row.path("leadId").asText());
                if (!ids.isEmpty()) changes.addAll(reader.present(type, ids));
                return cursor.changes(page.next(), page.more());
        }
    }

    private void addMerges(Mapping.Type type, JsonNode rows, List<Change> changes) {
        Set<String> winners = new LinkedHashSet<>();
        for (JsonNode row : rows) {
            for (MergeHistory.Merged each : MergeHistory.merged(row)) {
                winners.add(each.winner());
                changes.add(
                        new Change.MergedInto(records.person(each.loser()), records.person(each.winner()), each.at()));
            }
        }
        if (!winners.isEmpty()) changes.addAll(reader.present(type, winners));
    }

    /** Whether the losers of a merge are listed as deleted too is not documented: they are not told as deleted here. */
    private void addDeletions(JsonNode rows, List<Change> changes) {
        if (rows.isEmpty()) return;
        history.readOn();
        for (JsonNode row : rows) {
            String id = row.path("leadId").asText();
            if (history.of(id).isPresent()) continue;
            Instant at = VendorDates.read(row.path("activityDate").asText()).orElse(Instant.EPOCH);
            changes.add(new Change.Deleted(records.person(id), at));
        }
    }

    /** The fields whose changes matter; the stamps have none of their own. */
    private List<String> watched(Mapping.Type type) {
        return fields.known(Records.names(type)).stream()
                .filter(name -> !name.equals("createdAt") && !name.equals("updatedAt") && !name.equals("id"))
                .toList();
    }

    private List<String> extractFields(Mapping.Type type) {
        List<String> asked = new ArrayList<>(reader.asked(type));
        if (!asked.contains("id")) asked.add(0, "id");
        return asked;
    }

    private static PullPage more(List<Change> changes, PersonCursor cursor) {
        return new PullPage(changes, cursor.write(), new Progress.More());
    }

    private PullPage waiting(PersonCursor cursor) {
        return new PullPage(
                List.of(), cursor.write(), new Progress.Wait(client.now().plus(POLL)));
    }
}
