package io.onefunnel.store.mirror;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.RecordOwners;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores the events of a page: what is there already is passed over, what is new is copied into its partition. */
final class EventWriter {
    private static final int COLLEAGUES = 500;

    private final Sql sql;
    private final short connection;
    private final DirtyMarks dirty;
    private Map<SourceRef, Long> numbers = Map.of();

    EventWriter(Sql sql, short connection, DirtyMarks dirty) {
        this.sql = sql;
        this.connection = connection;
        this.dirty = dirty;
    }

    /** Events are one by id and instant. */
    private record Key(String id, Instant at) {}

    /** Returns how many were new. */
    int store(SurrogateKeys surrogateKeys, List<Touch> touches, List<CampaignResponse> responses) throws SQLException {
        Set<SourceRef> refs = new HashSet<>();
        touches.forEach(touch -> {
            refs.add(touch.person());
            touch.actor().ifPresent(refs::add);
        });
        responses.forEach(response -> {
            refs.add(response.person());
            response.campaign().ifPresent(refs::add);
        });
        numbers = surrogateKeys.numbered(sql, refs);
        List<Touch> done = touches.stream().filter(Touch::done).toList();
        List<Touch> planned = touches.stream().filter(touch -> !touch.done()).toList();
        return storePlanned(planned) + storeDone(done) + storeResponses(responses);
    }

    private int storeDone(List<Touch> touches) throws SQLException {
        if (touches.isEmpty()) return 0;
        Map<Key, Touch> fresh = new LinkedHashMap<>();
        touches.forEach(touch -> fresh.putIfAbsent(new Key(touch.ref().id(), Sql.kept(touch.at())), touch));
        fresh.keySet().removeAll(stored("touch", fresh.keySet()));
        // What was planned and is done now.
        List<Long> was = sql.numbers(
                "delete from planned_touch where connection_no = ? and id = any(?) returning record_no",
                connection,
                touches.stream().map(touch -> touch.ref().id()).distinct().toList());
        dirtyPeopleOf(was);
        if (fresh.isEmpty()) return 0;
        CopyRows.into(
                sql,
                "touch (record_no, at, actor_no, connection_no, channel, direction, result, automated, id)",
                rows -> {
                    for (Touch touch : fresh.values()) {
                        rows.add(number(touch.person())).add(touch.at()).addNumber(number(touch.actor()));
                        rows.add(connection)
                                .add(touch.channel())
                                .add(touch.direction())
                                .add(touch.result());
                        rows.add(touch.automated()).add(touch.ref().id()).end();
                    }
                });
        rollUpTouches(fresh.values());
        count(RecordKind.TOUCH, fresh.size());
        dirtyPeopleOf(
                fresh.values().stream().map(touch -> number(touch.person())).toList());
        return fresh.size();
    }

    private Set<Key> stored(String table, Set<Key> keys) throws SQLException {
        List<String> ids = new ArrayList<>();
        List<Instant> instants = new ArrayList<>();
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Key key : keys) {
            ids.add(key.id());
            instants.add(key.at());
            if (key.at().isBefore(first)) first = key.at();
            if (key.at().isAfter(last)) last = key.at();
        }
        // The two bounds let the planner leave out the other partitions.
        return new HashSet<>(sql.list(
                "select e.id, e.at from unnest(?::text[], ?::timestamptz[]) wanted(id, at) join " + table
                        + " e on e.connection_no = ? and e.id = wanted.id and e.at = wanted.at"
                        + " where e.at between ? and ?",
                row -> new Key(row.text(1), row.instant(2)),
                ids,
                instants,
                connection,
                first,
                last));
    }

    private void rollUpTouches(Collection<Touch> touches) throws SQLException {
        Map<List<Long>, Instant> latest = new HashMap<>();
        for (Touch touch : touches) {
            Long actor = number(touch.actor());
            if (actor != null) latest.merge(List.of(number(touch.person()), actor), touch.at(), EventWriter::later);
        }
        List<List<Long>> pairs = new ArrayList<>(latest.keySet());
        if (pairs.isEmpty()) return;
        sql.update(
                """
                insert into latest_touch (record_no, actor_no, at)
                select * from unnest(?::bigint[], ?::bigint[], ?::timestamptz[])
                on conflict (record_no, actor_no) do update set at = excluded.at where latest_touch.at < excluded.at
                """,
                pairs.stream().map(pair -> pair.get(0)).toList(),
                pairs.stream().map(pair -> pair.get(1)).toList(),
                pairs.stream().map(latest::get).toList());
    }

    private int storePlanned(List<Touch> touches) throws SQLException {
        if (touches.isEmpty()) return 0;
        Map<String, Touch> latest = new LinkedHashMap<>();
        touches.forEach(touch -> latest.put(touch.ref().id(), touch));
        List<Touch> each = List.copyOf(latest.values());
        List<Long> people = sql.numbers(
                """
                insert into planned_touch
                    (connection_no, id, record_no, at, actor_no, channel, direction, result, automated)
                select ?, n.id, n.record_no, n.at, nullif(n.actor_no, 0), n.channel::channel, n.direction::direction,
                    n.result::touch_result, n.automated::boolean
                from unnest(?::text[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                    ?::text[]) n(id, record_no, at, actor_no, channel, direction, result, automated)
                on conflict (connection_no, id) do update set record_no = excluded.record_no, at = excluded.at,
                    actor_no = excluded.actor_no, channel = excluded.channel, direction = excluded.direction,
                    result = excluded.result, automated = excluded.automated
                where (planned_touch.record_no, planned_touch.at, planned_touch.actor_no, planned_touch.channel,
                        planned_touch.direction, planned_touch.result, planned_touch.automated)
                    is distinct from (excluded.record_no, excluded.at, excluded.actor_no, excluded.channel,
                        excluded.direction, excluded.result, excluded.automated)
                returning record_no
                """,
                connection,
                each.stream().map(touch -> touch.ref().id()).toList(),
                each.stream().map(touch -> number(touch.person())).toList(),
                each.stream().map(Touch::at).toList(),
                each.stream()
                        .map(touch -> Objects.requireNonNullElse(number(touch.actor()), 0L))
                        .toList(),
                each.stream().map(Touch::channel).toList(),
                each.stream().map(Touch::direction).toList(),
                each.stream().map(Touch::result).toList(),
                each.stream().map(Touch::automated).toList());
        dirtyPeopleOf(people);
        return people.size();
    }

    private int storeResponses(List<CampaignResponse> responses) throws SQLException {
        if (responses.isEmpty()) return 0;
        Map<Key, CampaignResponse> fresh = new LinkedHashMap<>();
        responses.forEach(
                response -> fresh.putIfAbsent(new Key(response.ref().id(), Sql.kept(response.at())), response));
        fresh.keySet().removeAll(stored("response", fresh.keySet()));
        if (fresh.isEmpty()) return 0;
        List<CampaignResponse> exchanges =
                fresh.values().stream().filter(CampaignResponse::responded).toList();
        dirtyColleaguesOf(exchanges);
        CopyRows.into(
                sql,
                "response (record_no, at, campaign_no, connection_no, channel, offer, responded, automated, id,"
                        + " subject)",
                rows -> {
                    for (CampaignResponse response : fresh.values()) {
                        rows.add(number(response.person())).add(response.at());
                        rows.addNumber(number(response.campaign()))
                                .add(connection)
                                .add(response.channel());
                        rows.add(response.offer()).add(response.responded()).add(response.automated());
                        rows.add(response.ref().id()).add(response.subject()).end();
                    }
                });
        rollUpExchanges(exchanges);
        count(RecordKind.RESPONSE, fresh.size());
        dirtyPeopleOf(fresh.values().stream()
                .map(response -> number(response.person()))
                .toList());
        return fresh.size();
    }

    private void rollUpExchanges(List<CampaignResponse> exchanges) throws SQLException {
        Map<Long, Instant> latest = new HashMap<>();
        for (CampaignResponse response : exchanges)
            latest.merge(number(response.person()), response.at(), EventWriter::later);
        if (latest.isEmpty()) return;
        List<Long> records = List.copyOf(latest.keySet());
        sql.update("""
                insert into latest_exchange (record_no, at) select * from unnest(?::bigint[], ?::timestamptz[])
                on conflict (record_no) do update set at = excluded.at where latest_exchange.at < excluded.at
                """, records, records.stream().map(latest::get).toList());
    }

    /**
     * Somebody who had not been heard of for 30 days makes the colleagues worth a look: their account is awake. Asked
     * before the page's own responses are stored, so that the first of several still wakes it.
     */
    private void dirtyColleaguesOf(List<CampaignResponse> exchanges) throws SQLException {
        if (exchanges.isEmpty()) return;
        dirty.people(sql.numbers(
                """
                with awake as (
                    select distinct p.account_key
                    from unnest(?::bigint[], ?::timestamptz[]) n(record_no, at)
                    cross join lateral (
                        select o.person_no from record o where o.no = n.record_no offset 0) r
                    cross join lateral (select q.account_key from person q where q.no = r.person_no offset 0) p
                    where p.account_key <> '' and not exists (
                        select from record other join response e on e.record_no = other.no
                        where other.person_no = r.person_no and e.responded
                            and e.at >= n.at - interval '30 days' and e.at < n.at))
                select colleague.no from awake cross join lateral (
                    select p.no from person p
                    -- Said again for the planner: the index of accounts holds only keys that are not empty.
                    where p.account_key = awake.account_key and p.account_key <> '' and p.survivor_no is null
                    order by p.no limit ?) colleague
                """,
                exchanges.stream().map(response -> number(response.person())).toList(),
                exchanges.stream().map(CampaignResponse::at).toList(),
                COLLEAGUES));
    }

    private void count(RecordKind kind, int more) throws SQLException {
        sql.update("""
                insert into event_count (connection_no, kind, stored) values (?, ?::record_kind, ?)
                on conflict (connection_no, kind) do update set stored = event_count.stored + excluded.stored
                """, connection, kind, (long) more);
    }

    private void dirtyPeopleOf(Collection<Long> records) throws SQLException {
        dirty.people(RecordOwners.of(sql, new HashSet<>(records)));
    }

    /** A touch that the vendor deleted was logged by mistake. Responses stay, whatever becomes of them there. */
    void deleteTouches(List<String> ids) throws SQLException {
        if (ids.isEmpty()) return;
        List<Long> deleted = sql.numbers(
                "delete from touch where connection_no = ? and id = any(?) returning record_no", connection, ids);
        Set<Long> records = new HashSet<>(deleted);
        if (!deleted.isEmpty()) {
            count(RecordKind.TOUCH, -deleted.size());
            sql.update("delete from latest_touch where record_no = any(?)", records);
            sql.update("""
                    insert into latest_touch (record_no, actor_no, at)
                    select record_no, actor_no, max(at) from touch
                    where record_no = any(?) and actor_no is not null group by record_no, actor_no
                    """, records);
        }
        records.addAll(sql.numbers(
                "delete from planned_touch where connection_no = ? and id = any(?) returning record_no",
                connection,
                ids));
        dirtyPeopleOf(records);
    }

    private long number(SourceRef ref) {
        return Objects.requireNonNull(numbers.get(ref));
    }

    private @Nullable Long number(Optional<SourceRef> ref) {
        return ref.isEmpty() ? null : number(ref.get());
    }

    private static Instant later(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }
}
