package io.onefunnel.testkit.memory;

import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small CRM with one account. Half of it is its API, which wants a token, counts calls and breaks when told to; the
 * other half is what people do on its screens. Stamps are whole seconds, as with many a real one.
 */
final class InMemoryCrm {
    static final String ACCOUNT = "ACME-1";
    static final String SECRET = "correct horse";
    static final String OWNER = "owner_id";
    static final Duration LATENESS = Duration.ofMinutes(5);

    /** What goes over the wire of one record. Deleted ones are tombstones; merged ones name their survivor. */
    record Row(
            String type,
            long id,
            Instant stamp,
            boolean deleted,
            Optional<Long> mergedInto,
            Map<String, String> fields) {}

    /** What became of one row of a batch: "ok", "gone", "invalid" or "locked". */
    record RowResult(String code, String message) {}

    /** How a call ends that is not answered as asked. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final Trouble trouble;
        final transient Instant notBefore;

        Refused(Trouble trouble, Instant notBefore) {
            super(trouble.name());
            this.trouble = trouble;
            this.notBefore = notBefore;
        }
    }

    private static final class Stored {
        final String type;
        final long id;
        final Map<String, String> fields = new TreeMap<>();
        Instant stamp;
        Instant shownFrom;
        boolean deleted;

        @Nullable
        Long mergedInto;

        boolean refusesWrites;

        Stored(String type, long id, Instant now) {
            this.type = type;
            this.id = id;
            this.stamp = now;
            this.shownFrom = now;
        }
    }

    private static final class Fault {
        final Trouble trouble;
        final CallKind on;
        int after;
        int times;

        Fault(Trouble trouble, CallKind on, int after, int times) {
            this.trouble = trouble;
            this.on = on;
            this.after = after;
            this.times = times;
        }
    }

    private final InstantSource clock;
    private final Set<String> schema;
    private String account = ACCOUNT;
    private final Map<Long, Stored> records = new TreeMap<>();
    private final Set<String> appendedKeys = new LinkedHashSet<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private final WriteAudit audit = new WriteAudit();
    private long lastId = 100;
    private long calls;
    private int signIns;

    /** @param schema the fields of every type: "people.email" */
    InMemoryCrm(InstantSource clock, Set<String> schema) {
        this.clock = clock;
        this.schema = Set.copyOf(schema);
    }

    // --- the API -------------------------------------------------------------------------------------------------

    /** A token, or nothing for a wrong secret. Not counted. */
    Optional<String> signIn(String secret) {
        if (!secret.equals(SECRET)) return Optional.empty();
        String token = "token-" + ++signIns;
        tokens.add(token);
        return Optional.of(token);
    }

    /** The account's id and the fields that the caller may see: "people.email". */
    record Description(String account, Set<String> fields) {}

    Description describe(String token) {
        return call(CallKind.ANY, token, () -> new Description(account, visible()));
    }

    /** From now on the description has a blank in its place. */
    void hideAccount() {
        account = "";
    }

    /** Up to {@code limit} rows of a type with a stamp in [from, to) and an id after {@code afterId}, by id. */
    List<Row> changes(String token, String type, Instant from, Instant to, long afterId, int limit) {
        return call(
                CallKind.PULL,
                token,
                () -> records.values().stream()
                        .filter(row -> row.type.equals(type) && row.id > afterId)
                        .filter(row -> !row.stamp.isBefore(from) && row.stamp.isBefore(to))
                        .filter(row -> !row.shownFrom.isAfter(clock.instant()))
                        .limit(limit)
                        .map(this::shown)
                        .toList());
    }

    /** The rows that exist or existed, by id. */
    Map<Long, Row> get(String token, List<Long> ids) {
        return call(CallKind.ANY, token, () -> {
            Map<Long, Row> rows = new LinkedHashMap<>();
            ids.forEach(id -> Optional.ofNullable(records.get(id)).ifPresent(row -> rows.put(id, shown(row))));
            return rows;
        });
    }

    long count(String token, String type) {
        return call(
                CallKind.ANY,
                token,
                () -> records.values().stream()
                        .filter(row -> row.type.equals(type) && !row.deleted)
                        .count());
    }

    Map<Long, RowResult> update(String token, Map<Long, Map<String, String>> rows) {
        return call(CallKind.WRITE, token, () -> {
            boolean locks = due(Trouble.RECORD_LOCKED, CallKind.WRITE);
            Map<Long, RowResult> results = new LinkedHashMap<>();
            rows.forEach((id, values) -> {
                boolean locked = locks && results.isEmpty();
                results.put(id, locked ? new RowResult("locked", "row is locked") : updateRow(id, values));
            });
            return results;
        });
    }

    private RowResult updateRow(long id, Map<String, String> values) {
        Stored row = records.get(id);
        if (row == null || row.deleted) return new RowResult("gone", "entity is deleted");
        if (row.refusesWrites) return new RowResult("invalid", "a validation rule refused the record");
        audit.wrote(clock.instant(), "set", row.type, "" + id, values, WriteAudit.repeats(row.fields, values));
        set(row, values);
        return new RowResult("ok", "");
    }

    RowResult merge(String token, long survivor, List<Long> losers, Map<String, String> winning) {
        return call(CallKind.MERGE, token, () -> {
            List<Stored> gone = losers.stream()
                    .map(records::get)
                    .filter(row -> row == null || row.deleted)
                    .toList();
            Stored kept = records.get(survivor);
            if (kept == null || kept.deleted || !gone.isEmpty()) return new RowResult("gone", "entity is deleted");
            audit.wrote(clock.instant(), "merge", kept.type, "" + survivor, Map.of("losers", "" + losers), false);
            set(kept, winning);
            losers.forEach(loser -> mergeRow(kept, loser));
            return new RowResult("ok", "");
        });
    }

    /** Takes a row out of the bin, with the values it had. */
    RowResult restore(String token, long id) {
        return call(CallKind.WRITE, token, () -> {
            Stored row = records.get(id);
            if (row == null) return new RowResult("gone", "no such entity");
            if (!row.deleted) return new RowResult("ok", "");
            audit.wrote(clock.instant(), "set", row.type, "" + id, Map.of("restored", "true"), false);
            row.deleted = false;
            row.mergedInto = null;
            touch(row);
            return new RowResult("ok", "");
        });
    }

    RowResult append(String token, long about, String key) {
        return call(CallKind.APPEND, token, () -> {
            Stored person = records.get(about);
            if (person == null || person.deleted) return new RowResult("gone", "entity is deleted");
            audit.wrote(clock.instant(), "append", "events", key, Map.of("about", "" + about), !appendedKeys.add(key));
            return new RowResult("ok", "");
        });
    }

    boolean holdsKey(String token, String key) {
        return call(CallKind.ANY, token, () -> appendedKeys.contains(key));
    }

    /** Every answer goes through here: counted, checked, and broken where a fault is due. */
    private <T> T call(CallKind kind, String token, Supplier<T> answer) {
        calls++;
        if (due(Trouble.RESET_BEFORE, kind)) throw new Refused(Trouble.RESET_BEFORE, clock.instant());
        if (due(Trouble.UNAVAILABLE, kind)) throw new Refused(Trouble.UNAVAILABLE, clock.instant());
        for (Trouble foreign : List.of(Trouble.FOREIGN_ANSWER, Trouble.EMPTY_ANSWER, Trouble.REDIRECTED_ANSWER)) {
            if (due(foreign, kind)) throw new Refused(foreign, clock.instant());
        }
        if (due(Trouble.TOKEN_EXPIRED, kind)) tokens.remove(token);
        if (!tokens.contains(token)) throw new Refused(Trouble.TOKEN_EXPIRED, clock.instant());
        if (due(Trouble.RATE_LIMITED, kind)) {
            throw new Refused(Trouble.RATE_LIMITED, clock.instant().plusSeconds(10));
        }
        if (due(Trouble.QUOTA_EXHAUSTED, kind)) {
            throw new Refused(Trouble.QUOTA_EXHAUSTED, clock.instant().plus(Duration.ofHours(8)));
        }
        boolean breaks = due(Trouble.RESET_AFTER, kind);
        boolean cut = due(Trouble.CUT_ANSWER, kind);
        T result = answer.get();
        if (cut) throw new Refused(Trouble.CUT_ANSWER, clock.instant());
        if (breaks) throw new Refused(Trouble.RESET_AFTER, clock.instant());
        return result;
    }

    private boolean due(Trouble trouble, CallKind kind) {
        for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.trouble != trouble || (fault.on != CallKind.ANY && fault.on != kind)) continue;
            if (fault.after-- > 0) continue;
            if (--fault.times == 0) each.remove();
            return true;
        }
        return false;
    }

    private Row shown(Stored row) {
        Map<String, String> fields = new TreeMap<>(row.fields);
        fields.keySet().removeIf(field -> hidden.contains(row.type + "." + field));
        return new Row(row.type, row.id, row.stamp, row.deleted, Optional.ofNullable(row.mergedInto), fields);
    }

    private Set<String> visible() {
        Set<String> visible = new HashSet<>(schema);
        visible.removeAll(hidden);
        return visible;
    }

    // --- the screens ---------------------------------------------------------------------------------------------

    long add(String type, Map<String, String> values) {
        Stored row = new Stored(type, ++lastId, now());
        row.fields.putAll(values);
        records.put(row.id, row);
        return row.id;
    }

    long addSeenLate(String type, Map<String, String> values) {
        long id = add(type, values);
        stored(id).shownFrom = clock.instant().plus(LATENESS);
        return id;
    }

    void edit(long id, Map<String, String> values) {
        set(stored(id), values);
    }

    void delete(long id) {
        Stored row = stored(id);
        row.deleted = true;
        touch(row);
    }

    void mergeByHand(long survivor, long loser) {
        mergeRow(stored(survivor), loser);
        touch(stored(survivor));
    }

    void refuseWrites(long id) {
        stored(id).refusesWrites = true;
    }

    void hide(String type, String field) {
        hidden.add(type + "." + field);
    }

    void inject(Trouble trouble, CallKind on, int after, int times) {
        faults.add(new Fault(trouble, on, after, times));
    }

    void heal() {
        faults.clear();
    }

    String value(long id, String field) {
        Stored row = stored(id);
        return row.deleted ? "" : row.fields.getOrDefault(field, "");
    }

    long calls() {
        return calls;
    }

    List<WriteAudit.Entry> audit() {
        return audit.entries();
    }

    private void mergeRow(Stored survivor, long loser) {
        Stored row = stored(loser);
        row.deleted = true;
        row.mergedInto = survivor.id;
        touch(row);
    }

    private void set(Stored row, Map<String, String> values) {
        values.forEach((field, value) -> {
            if (value.isEmpty()) row.fields.remove(field);
            else row.fields.put(field, value);
        });
        touch(row);
    }

    private void touch(Stored row) {
        Instant now = now();
        row.stamp = now.isAfter(row.stamp) ? now : row.stamp;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private Stored stored(long id) {
        Stored row = records.get(id);
        if (row == null) throw new IllegalArgumentException("no record " + id);
        return row;
    }
}
