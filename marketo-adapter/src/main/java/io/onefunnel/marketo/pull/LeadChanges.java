package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What happened to leads: one stream brings what was made, changed and merged, each lead is then read as it is now.
 *
 * <p>Where most changes are of fields that nobody mapped, the stream that Marketo filters by fields ("Get Lead Changes") is
 * cheaper, beside one of merges; which one is taken is decided at the end of each run by what came.
 */
final class LeadChanges {
    private static final Set<String> SCORES = Set.of("score", "integer");
    private static final String FILTERED = "changes of ";
    // Deletions may be pruned after 14 days; often enough that a deleted person is gone within the hour.
    private static final Duration BETWEEN_DELETIONS = Duration.ofMinutes(30);
    // Fewer rows than four pages are not worth another way.
    private static final long MANY_ROWS = 1_200;

    private final MarketoClient client;
    private final ActivityStream stream;
    private final MappedLeads leads;
    private final LeadFields fields;
    private final ChangeFactory factory;
    private final MergeHistory history;

    LeadChanges(MarketoConnection connection, MappedLeads leads, ChangeFactory factory, MergeHistory history) {
        this.client = connection.reading();
        this.stream = connection.activities();
        this.leads = leads;
        this.fields = connection.fields();
        this.factory = factory;
        this.history = history;
    }

    PullPage next(PersonCursor cursor) {
        Run run = new Run(cursor);
        run.read();
        PersonCursor read = run.cursor;
        List<Change> changes = run.changes();
        if (!read.streams().ended().containsAll(run.keys)) {
            return new PullPage(changes, read.write(), new Progress.More());
        }
        Instant began = read.streams().beganAt();
        StreamPositions next = read.streams().caughtUp(run.keys, began.minus(PersonPull.OVERLAP));
        boolean filtered = read.filtered()
                ? read.rows() > MANY_ROWS / 4
                : read.rows() > MANY_ROWS && read.watched() * 3 < read.rows();
        return new PullPage(changes, read.caughtUp(next, filtered).write(), new Progress.CaughtUp(began));
    }

    /** @param after the page that begins there */
    private record Stream(String key, Function<ActivityStream.From, ActivityStream.Page> after) {}

    /** The streams of one page of the pull, read side by side, each strictly page after page. */
    private final class Run {
        private final Set<String> watched;
        private final List<Stream> streams = new ArrayList<>();
        private final Set<String> keys = new LinkedHashSet<>();
        private final Prefetch batches;
        private final List<Change> merges = new ArrayList<>();
        private final List<Map<String, String>> deleted = new ArrayList<>();
        private PersonCursor cursor;

        Run(PersonCursor cursor) {
            this.cursor = cursor;
            watched = new LinkedHashSet<>(leads.fields());
            // The stamps have no changes of their own.
            watched.removeAll(List.of("id", "createdAt", "updatedAt"));
            batches = new Prefetch(leads, LeadLoad.settled(cursor.streams()));
            String log = logTypes();
            add(log, from -> stream.activities(from, log));
            if (cursor.filtered()) {
                String names = String.join(",", watched);
                String key = FILTERED + Integer.toHexString(names.hashCode());
                add(key, from -> stream.leadChanges(from, names));
            }
        }

        private void add(String key, Function<ActivityStream.From, ActivityStream.Page> after) {
            keys.add(key);
            streams.add(new Stream(key, after));
        }

        void read() {
            boolean asksForDeletions = !client.now()
                    .isBefore(Instant.ofEpochSecond(cursor.removalsAt()).plus(BETWEEN_DELETIONS));
            String after = cursor.deletions();
            Optional<Future<String>> deletions = asksForDeletions
                    ? Optional.of(client.parallel().start(() -> readDeletions(after)))
                    : Optional.empty();
            for (int pages = 0; pages < LeadLoad.PAGES_AT_ONCE && !isOver(); pages++) readOnce();
            if (deletions.isEmpty()) return;
            cursor = cursor.removals(client.parallel().result(deletions.get()), client.now());
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>(merges);
            addDeletions(changes);
            changes.addAll(batches.read());
            return changes;
        }

        private boolean isOver() {
            return cursor.streams().ended().containsAll(keys);
        }

        private void readOnce() {
            List<Stream> open = streams.stream()
                    .filter(each -> !cursor.streams().ended(each.key()))
                    .toList();
            List<Callable<ActivityStream.Page>> reads = new ArrayList<>();
            for (Stream each : open) {
                ActivityStream.From from = cursor.streams().from(each.key(), since());
                reads.add(() -> each.after().apply(from));
            }
            List<ActivityStream.Page> pages = client.parallel().all(reads);
            for (int i = 0; i < open.size(); i++) {
                pages.get(i).rows().forEach(this::take);
                cursor = cursor.with(cursor.streams().at(open.get(i).key(), pages.get(i)));
            }
        }

        private void take(Map<String, String> row) {
            Instant at = ActivityStream.date(row);
            String activity = row.getOrDefault("activityTypeId", "");
            boolean ofAField = activity.equals(ActivityTypes.CHANGE_SCORE)
                    || activity.equals(ActivityTypes.CHANGE_DATA_VALUE) && !cursor.filtered();
            boolean ours = !ofAField || isWatched(row);
            cursor = cursor.counted(1, ours ? 1 : 0);
            if (!ours) return;
            if (activity.equals(ActivityTypes.MERGE_LEADS)) {
                for (MergeHistory.Merged each : MergeHistory.merged(row)) {
                    history.remember(each);
                    merges.add(factory.merged(each));
                    batches.add(each.winner(), at);
                }
                return;
            }
            batches.add(row.getOrDefault("leadId", ""), at);
        }

        /** A change is told by the name that people see; one that we cannot place is looked at. */
        private boolean isWatched(Map<String, String> row) {
            return fields.named(row.getOrDefault("primaryAttributeValue", ""))
                    .map(watched::contains)
                    .orElse(true);
        }

        /**
         * Change Score is logged instead of a change of value ("Activities"). Live instances describe score fields as
         * integers.
         */
        private String logTypes() {
            List<String> types = new ArrayList<>();
            if (!cursor.filtered()) types.addAll(List.of(ActivityTypes.NEW_LEAD, ActivityTypes.CHANGE_DATA_VALUE));
            boolean scores = watched.stream()
                    .anyMatch(name -> fields.find(name)
                            .filter(field -> SCORES.contains(field.dataType()))
                            .isPresent());
            if (scores) types.add(ActivityTypes.CHANGE_SCORE);
            types.add(ActivityTypes.MERGE_LEADS);
            return String.join(",", types);
        }

        private String readDeletions(String after) {
            return stream.toTheEnd(ActivityStream.From.resumed(after, since()), stream::deletedLeads, deleted::add);
        }

        /** Whether losers of a merge are listed as deleted too is not documented: they are not told as deleted. */
        private void addDeletions(List<Change> changes) {
            if (deleted.isEmpty()) return;
            history.readOn(since().minus(BETWEEN_DELETIONS));
            Set<String> told = new HashSet<>();
            for (Map<String, String> row : deleted) {
                String id = row.getOrDefault("leadId", "");
                if (history.of(id).isPresent() || !told.add(id)) continue;
                changes.add(new Change.Deleted(factory.person(id), ActivityStream.date(row)));
            }
        }

        private Instant since() {
            return cursor.streams().sinceAt();
        }
    }
}
