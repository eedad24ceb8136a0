package io.onefunnel.store.decisions;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.state.Decisions.RawColleague;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The colleagues of a batch: accounts are read once, however many of their people are in it. */
final class AccountContacts {
    private static final int MOST = 200;

    private final Sql sql;
    private final Collection<Long> people;

    AccountContacts(Sql sql, Collection<Long> people) {
        this.sql = sql;
        this.people = people;
    }

    Map<Long, List<RawColleague>> load() throws SQLException {
        Map<Long, List<Long>> ofPerson = ofAccounts();
        Map<Long, Set<Long>> referrers = referrers();
        Set<Long> everybody = new HashSet<>();
        ofPerson.values().forEach(everybody::addAll);
        referrers.values().forEach(everybody::addAll);
        Map<Long, RawColleague> details = details(everybody);
        Map<Long, List<RawColleague>> colleagues = new HashMap<>();
        for (long person : people) {
            Set<Long> chosen = new LinkedHashSet<>();
            ofPerson.getOrDefault(person, List.of()).stream()
                    .filter(other -> other != person)
                    .limit(MOST)
                    .forEach(chosen::add);
            chosen.addAll(referrers.getOrDefault(person, Set.of()));
            chosen.remove(person);
            colleagues.put(
                    person,
                    chosen.stream()
                            .flatMap(other -> Optional.ofNullable(details.get(other)).stream())
                            .toList());
        }
        return colleagues;
    }

    /** The people of each one's account, the most recently active first; one list for all of an account. */
    private Map<Long, List<Long>> ofAccounts() throws SQLException {
        Map<String, List<Long>> accounts = new HashMap<>();
        sql.list(
                """
                select account.key, colleague.no
                from (select distinct account_key as key from person
                      where no = any(?::bigint[]) and account_key <> '') account
                cross join lateral (
                    select p.no, (
                        -- One look-up for each record: joined, either table was read whole for each person.
                        select max(latest.at) from record r cross join lateral (
                            select e.at from latest_exchange e where e.record_no = r.no
                            union all
                            select t.at from latest_touch t where t.record_no = r.no
                            offset 0) latest
                        where r.person_no = p.no) active
                    -- Said again for the planner: the index of accounts holds only keys that are not empty.
                    from person p where p.account_key = account.key and p.account_key <> ''
                        and p.survivor_no is null
                        and exists (select from record r
                            where r.person_no = p.no and r.kind = 'PERSON' and r.state = 'LIVE')
                    order by active desc nulls last, p.no limit ?) colleague
                order by account.key, colleague.active desc nulls last, colleague.no
                """,
                row -> accounts.computeIfAbsent(row.text(1), key -> new ArrayList<>())
                        .add(row.number(2)),
                people,
                MOST + 1);
        Map<Long, List<Long>> ofPerson = new HashMap<>();
        sql.list(
                "select no, account_key from person where no = any(?::bigint[]) and account_key <> ''",
                row -> ofPerson.put(row.number(1), accounts.getOrDefault(row.text(2), List.of())),
                people);
        return ofPerson;
    }

    private Map<Long, Set<Long>> referrers() throws SQLException {
        Map<Long, Set<Long>> referrers = new HashMap<>();
        sql.list(
                """
                select r.person_no, far.person_no from record r
                join record_link l on l.record_no = r.no and l.role = 'REFERRED_BY'
                cross join lateral (select f.person_no from record f where f.no = l.far_no offset 0) far
                where r.person_no = any(?::bigint[]) and r.state = 'LIVE' and far.person_no is not null
                """,
                row -> referrers
                        .computeIfAbsent(row.number(1), person -> new TreeSet<>())
                        .add(row.number(2)),
                people);
        return referrers;
    }

    private Map<Long, RawColleague> details(Set<Long> everybody) throws SQLException {
        if (everybody.isEmpty()) return Map.of();
        Map<Long, List<SourceRef>> records = new HashMap<>();
        Map<Long, Instant> since = new HashMap<>();
        sql.list(
                """
                select r.person_no, c.name, r.kind, r.id, r.created_at
                from record r join connection c on c.no = r.connection_no
                where r.person_no = any(?::bigint[]) and r.state = 'LIVE' and r.kind = 'PERSON'
                """,
                row -> {
                    long person = row.number(1);
                    row.optionalInstant(5)
                            .ifPresent(at ->
                                    since.merge(person, at, (left, right) -> left.isBefore(right) ? left : right));
                    return records.computeIfAbsent(person, none -> new ArrayList<>())
                            .add(Refs.of(row.text(2), row.text(3), row.text(4)));
                },
                everybody);
        Map<Long, Instant> exchanges = new HashMap<>();
        sql.list("""
                select r.person_no, max(e.at) from record r join latest_exchange e on e.record_no = r.no
                where r.person_no = any(?::bigint[]) group by 1
                """, row -> exchanges.put(row.number(1), row.instant(2)), everybody);
        Map<Long, Map<SourceRef, Instant>> touches = new HashMap<>();
        sql.list(
                """
                select r.person_no, c.name, a.kind, a.id, max(t.at)
                from record r join latest_touch t on t.record_no = r.no
                join record a on a.no = t.actor_no join connection c on c.no = a.connection_no
                where r.person_no = any(?::bigint[]) group by 1, 2, 3, 4
                """,
                row -> touches.computeIfAbsent(row.number(1), none -> new HashMap<>())
                        .put(Refs.of(row.text(2), row.text(3), row.text(4)), row.instant(5)),
                everybody);
        Map<Long, RawColleague> details = new HashMap<>();
        sql.list(
                """
                select p.no, p.id, d.attribution, coalesce(d.name, '') from person p
                left join decision d on d.person_no = p.no where p.no = any(?::bigint[])
                """,
                row -> details.put(
                        row.number(1),
                        new RawColleague(
                                new PersonId(row.text(2)),
                                records.getOrDefault(row.number(1), List.of()).stream()
                                        .sorted()
                                        .toList(),
                                Optional.ofNullable(since.get(row.number(1))),
                                Optional.ofNullable(exchanges.get(row.number(1))),
                                touches.getOrDefault(row.number(1), Map.of()),
                                row.optionalText(3).map(json -> Json.read(json, Attribution.class)),
                                row.text(4))),
                everybody);
        return details;
    }
}
