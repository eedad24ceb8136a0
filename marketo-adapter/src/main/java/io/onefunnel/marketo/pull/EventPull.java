package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.ActivityStream;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.RecordPage;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.call.Chunks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Responses and touches: activities of the mapped types, ten types a stream ("Activities", "Query"), the streams side by
 * side. Where the past is long, extracts bring it.
 */
final class EventPull implements KindPull {
    static final int MOST_TYPES = 10;
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final List<String> REQUIRED =
            List.of("marketoGUID", "leadId", "activityDate", "activityTypeId", "attributes");
    private static final int ROWS_AT_ONCE = 3_000;
    private static final int PAGES_AT_ONCE = 100;

    /** @param names of its fields and links, the same object for every record */
    private record Activity(Mapping.Type type, Collection<String> names) {}

    private final MarketoClient client;
    private final ActivityStream stream;
    private final ChangeFactory factory;
    private final BulkExtract extract;
    private final LoadStrategy strategy;
    private final MembershipLoad memberships;
    private final Instant firstLoadFrom;
    private final Map<String, Activity> byTypeId = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();

    EventPull(
            MarketoConnection connection,
            Programs programs,
            ChangeFactory factory,
            Instant firstLoadFrom,
            Collection<Mapping.Type> types) {
        this.client = connection.reading();
        this.stream = connection.activities();
        this.factory = factory;
        this.extract = new BulkExtract(client, "activities");
        this.memberships = new MembershipLoad(client, programs);
        this.strategy = LoadStrategy.ofActivities(connection.quota().calls());
        this.firstLoadFrom = firstLoadFrom;
        for (Mapping.Type type : types) {
            MappedType.activityType(type)
                    .ifPresent(id -> byTypeId.put(id, new Activity(type, List.copyOf(MappedType.names(type)))));
        }
        for (List<String> group : Chunks.of(List.copyOf(byTypeId.keySet()), MOST_TYPES)) {
            groups.add(String.join(",", group));
        }
    }

    @Override
    public PullPage pull(Cursor from) {
        EventCursor cursor = EventCursor.read(from, firstLoadFrom);
        cursor = cursor.with(cursor.streams().running(client.now()));
        if (cursor.logFrom() == 0 && byTypeId.containsKey(ActivityTypes.CHANGE_STATUS_IN_PROGRESSION))
            cursor = recall(cursor);
        MembershipCursor members = cursor.members();
        return members == null ? activities(cursor) : members(cursor, members);
    }

    @Override
    public void close() {
        extract.close();
        memberships.close();
    }

    /** What was purged from the log, or will be while it is read, is asked of the programs; nothing else is. */
    private EventCursor recall(EventCursor cursor) {
        Instant log = client.now().minus(Retention.USUAL);
        long before = Math.max(log.getEpochSecond(), firstLoadFrom.getEpochSecond());
        return cursor.recalling(before, log.isAfter(firstLoadFrom) ? MembershipCursor.before(before) : null);
    }

    private PullPage members(EventCursor cursor, MembershipCursor at) {
        MembershipLoad.Step step;
        try {
            step = memberships.next(at);
        } catch (RefusedException refused) {
            // Programs are not open to us, as `doctor` says too: what stands in the log is read all the same.
            if (refused.code() != AdapterErrorCode.PERMISSION_MISSING) throw refused;
            return activities(cursor.recalling(cursor.logFrom(), null));
        }
        EventCursor next = cursor.recalling(cursor.logFrom(), step.next());
        if (step.progress() instanceof Progress.Postponed postponed) {
            return PersonPull.putOff(activities(next), postponed);
        }
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : step.rows()) {
            boolean early = ActivityStream.date(row).isBefore(firstLoadFrom)
                    && ExtractFile.torn(row).isEmpty();
            if (!early) add(row, changes);
        }
        return new PullPage(changes, next.write(), step.progress());
    }

    private PullPage activities(EventCursor cursor) {
        Extraction extraction = cursor.extraction();
        return extraction == null ? log(cursor) : extracts(cursor, extraction);
    }

    private PullPage log(EventCursor cursor) {
        List<Change> changes = new ArrayList<>();
        EventCursor at = cursor;
        // Pages may be empty, however many: each so many of them are kept by a cursor.
        for (int pages = 0; pages < PAGES_AT_ONCE; pages++) {
            if (changes.size() >= ROWS_AT_ONCE || at.streams().ended().containsAll(groups)) break;
            at = pages(at, changes);
        }
        StreamPositions streams = at.streams();
        if (streams.ended().containsAll(groups)) {
            StreamPositions next =
                    streams.caughtUp(Set.copyOf(groups), streams.beganAt().minus(OVERLAP));
            return new PullPage(changes, at.caughtUp(groups, next).write(), new Progress.CaughtUp(streams.beganAt()));
        }
        boolean firstLoad = at.loaded().isEmpty();
        if (firstLoad && strategy.takesExtracts(at.forecast(), streams.beganAt())) {
            // The streams start anew at the end of what is extracted.
            StreamPositions after =
                    StreamPositions.beginning(streams.began(), streams.beganAt().minus(OVERLAP));
            at = at.handedOver(groups, after, Extraction.over(at.forecast().first(), streams.began()));
        }
        return more(changes, at);
    }

    /** The next page of each stream that is not at its end. */
    private EventCursor pages(EventCursor cursor, List<Change> changes) {
        List<String> open =
                groups.stream().filter(group -> !cursor.streams().ended(group)).toList();
        List<Callable<ActivityStream.Page>> reads = new ArrayList<>();
        for (String group : open) {
            // A group that is new to the mapping has its whole past before it.
            Instant fallback =
                    cursor.loaded().contains(group) ? cursor.streams().sinceAt() : firstLoadFrom;
            reads.add(() -> stream.activities(cursor.streams().from(group, fallback), group));
        }
        List<ActivityStream.Page> pages = client.parallel().all(reads);
        EventCursor at = cursor;
        for (int i = 0; i < open.size(); i++) {
            List<Map<String, String>> rows = pages.get(i).rows();
            rows.forEach(row -> addOfTheLog(cursor, row, changes));
            at = at.with(at.streams().at(open.get(i), pages.get(i))).with(forecast(at.forecast(), rows));
        }
        return at;
    }

    private static LogForecast forecast(LogForecast so, List<Map<String, String>> rows) {
        if (rows.isEmpty()) return so;
        long from = ActivityStream.date(rows.get(0)).getEpochSecond();
        long to = ActivityStream.date(rows.get(rows.size() - 1)).getEpochSecond();
        return so.plus(rows.size(), from, to);
    }

    private PullPage extracts(EventCursor cursor, Extraction extraction) {
        if (extraction.isOver()) return more(List.of(), cursor.extracted());
        ExtractStep step = ExtractStep.next(client, extract, extraction, this::body, REQUIRED, ROWS_AT_ONCE);
        EventCursor next = cursor.extracting(step.extraction());
        if (step.progress() instanceof Progress.Postponed postponed) return PersonPull.putOff(log(next), postponed);
        List<Change> changes = new ArrayList<>();
        for (Map<String, String> row : step.rows()) addOfTheLog(cursor, flat(row), changes);
        return new PullPage(changes, next.write(), step.progress());
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("format", "CSV");
        body.put(
                "filter",
                Map.of(
                        "activityTypeIds",
                        byTypeId.keySet().stream().map(Integer::valueOf).toList()));
        return body;
    }

    /** A row of an extract as one of a stream: its attributes are an object in one cell ("Bulk Activity Extract"). */
    private static Map<String, String> flat(Map<String, String> row) {
        Map<String, String> flat = new LinkedHashMap<>(row);
        String attributes = flat.remove("attributes");
        if (attributes == null) return flat;
        try {
            RecordPage.attributes(attributes, flat);
        } catch (IOException notJson) {
            // Told as unreadable: an activity without its attributes would be taken for one that has none.
            flat.remove("activityDate");
        }
        return flat;
    }

    /** What the programs told is not told again by the end of the log that is about to be purged. */
    private void addOfTheLog(EventCursor cursor, Map<String, String> row, List<Change> changes) {
        boolean told = row.getOrDefault("activityTypeId", "").equals(ActivityTypes.CHANGE_STATUS_IN_PROGRESSION)
                && row.containsKey("activityDate")
                && ActivityStream.date(row).getEpochSecond() < cursor.logFrom();
        if (!told) add(row, changes);
    }

    private void add(Map<String, String> row, List<Change> changes) {
        Optional<String> torn = ExtractFile.torn(row);
        if (torn.isPresent()) {
            changes.add(unreadable(row, torn.get()));
            return;
        }
        Optional.ofNullable(byTypeId.get(row.getOrDefault("activityTypeId", "")))
                .ifPresent(activity -> changes.add(change(activity, row)));
    }

    /** Of whichever type it is: what is told of it is that it is not known. */
    private Change unreadable(Map<String, String> row, String why) {
        RecordKind kind = byTypeId.values().iterator().next().type().kind();
        return factory.unreadable(factory.ref(kind, row.getOrDefault("marketoGUID", "unknown")), row.toString(), why);
    }

    private Change change(Activity activity, Map<String, String> row) {
        // marketoGUID is the key; id is being retired: "Activities", "Query".
        String id = MembershipLoad.key(row).orElse(row.getOrDefault("marketoGUID", row.getOrDefault("id", "")));
        if (id.isEmpty()) {
            return factory.unreadable(
                    factory.ref(activity.type().kind(), "unknown"), row.toString(), "an activity has no id");
        }
        return factory.present(activity.type(), id, row.getOrDefault("activityDate", ""), row, activity.names());
    }

    private static PullPage more(List<Change> changes, EventCursor cursor) {
        return new PullPage(changes, cursor.write(), new Progress.More());
    }
}
