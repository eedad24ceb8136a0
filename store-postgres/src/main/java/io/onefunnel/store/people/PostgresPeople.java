package io.onefunnel.store.people;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Lease;
import io.onefunnel.state.People;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.MatchEdges;
import io.onefunnel.store.records.MergeLineage;
import io.onefunnel.store.records.RecordReader;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Audit;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Records and whose they are. */
public final class PostgresPeople implements People {
    private final Database database;
    private final SurrogateKeys surrogateKeys;
    private final RecordReader records;

    public PostgresPeople(Database database, SurrogateKeys surrogateKeys, RecordReader records) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
        this.records = records;
    }

    /**
     * What the store remembers of a batch.
     *
     * @param numbers of every record
     * @param generations of those that were dirty
     */
    private record Ticket(Map<SourceRef, Long> numbers, Map<Long, Long> generations) {}

    @Override
    public Optional<Batch> claim(Lease lease, int max, int keyLimit) {
        return database.under(lease, sql -> {
            // One claim at a time finds its components; what it takes is marked, so that the next one sees it.
            sql.list("select pg_advisory_xact_lock(16777214)", row -> true);
            sql.update("""
                    delete from identity_claim c where not exists (
                        select from lease l
                        where l.name = c.claimed_by and l.epoch = c.claimed_epoch and l.holder is not null)
                    """);
            ConnectedRecords components = new ConnectedRecords(sql, keyLimit);
            Set<Long> taken = components.grow(max);
            if (taken.isEmpty()) return Optional.<Batch>empty();
            sql.update(
                    "insert into identity_claim select no, ?, ? from unnest(?::bigint[]) no",
                    lease.name(),
                    lease.epoch(),
                    taken);
            return Optional.of(batch(sql, taken, components.ignoredKeys()));
        });
    }

    private Batch batch(Sql sql, Set<Long> taken, int ignoredKeys) throws SQLException {
        Map<Long, Change.Present> raws = records.byNumber(sql, taken);
        Map<Long, PersonId> people = new HashMap<>();
        // From the numbers on, one look-up each: see ConnectedRecords.
        sql.list("""
                select own.no, p.id from unnest(?::bigint[]) wanted(no)
                cross join lateral (
                    select r.no, r.person_no from record r where r.no = wanted.no offset 0) own
                cross join lateral (select p.id from person p where p.no = own.person_no offset 0) p
                """, row -> people.put(row.number(1), new PersonId(row.text(2))), taken);
        Map<Long, String> domains = new HashMap<>();
        sql.list("""
                select l.record_no, min(c.domain)
                from record_link l
                join record far on far.no = l.far_no
                join record company on company.no = far.root_no and company.state = 'LIVE'
                join content c on c.record_no = company.no
                where l.role = 'ACCOUNT' and l.record_no = any(?) and c.domain <> ''
                group by 1
                """, row -> domains.put(row.number(1), row.text(2)), taken);
        List<Member> members = new ArrayList<>();
        Map<SourceRef, Long> numbers = new HashMap<>();
        raws.forEach((no, raw) -> {
            members.add(new Member(raw, Optional.ofNullable(people.get(no)), domains.getOrDefault(no, "")));
            numbers.put(raw.ref(), no);
        });
        members.sort(Comparator.comparing(member -> member.raw().ref()));
        Map<Long, Long> generations =
                sql.numberMap("select record_no, generation from dirty_record where record_no = any(?)", taken);
        return new Batch(members, vetoes(sql, taken), ignoredKeys, new Ticket(numbers, generations));
    }

    private static Set<Veto> vetoes(Sql sql, Set<Long> taken) throws SQLException {
        String ref = "select c.name, r.kind, r.id from record r join connection c on c.no = r.connection_no";
        return new HashSet<>(sql.list(
                "select l.name, l.kind, l.id, r.name, r.kind, r.id from veto v, lateral (" + ref
                        + " where r.no = v.left_no) l, lateral (" + ref
                        + " where r.no = v.right_no) r where v.left_no = any(?) and v.right_no = any(?)",
                row -> new Veto(
                        Refs.of(row.text(1), row.text(2), row.text(3)), Refs.of(row.text(4), row.text(5), row.text(6))),
                taken,
                taken));
    }

    @Override
    public void assign(
            Lease lease,
            Batch batch,
            Map<SourceRef, PersonId> persons,
            Map<PersonId, String> accounts,
            List<MatchTerm> matches,
            Map<PersonId, PersonId> gone,
            Instant at) {
        if (!(batch.ticket() instanceof Ticket ticket)) throw new IllegalArgumentException("not a batch of this store");
        database.changeUnder(lease, sql -> {
            assign(sql, ticket, persons, accounts, gone, at);
            MatchEdges.replace(sql, ticket.numbers(), matches);
        });
    }

    private static void assign(
            Sql sql,
            Ticket ticket,
            Map<SourceRef, PersonId> persons,
            Map<PersonId, String> accounts,
            Map<PersonId, PersonId> gone,
            Instant at)
            throws SQLException {
        DirtyMarks dirty = new DirtyMarks();
        Set<PersonId> ids = new TreeSet<>(persons.values());
        ids.addAll(accounts.keySet());
        gone.forEach((from, to) -> {
            ids.add(from);
            ids.add(to);
        });
        Map<PersonId, Long> numbers = number(sql, ids, at);
        moveAccounts(sql, accounts, numbers, dirty);
        for (Map.Entry<PersonId, PersonId> merged : gone.entrySet()) {
            MergeLineage.personGone(
                    sql,
                    Objects.requireNonNull(numbers.get(merged.getKey())),
                    Objects.requireNonNull(numbers.get(merged.getValue())),
                    dirty);
        }
        moveRecords(sql, ticket, persons, number(sql, ids, at), dirty);
        List<Long> settled = List.copyOf(ticket.generations().keySet());
        sql.update("""
                delete from dirty_record d using unnest(?::bigint[], ?::bigint[]) done(record_no, generation)
                where d.record_no = done.record_no and d.generation = done.generation
                """, settled, settled.stream().map(ticket.generations()::get).toList());
        sql.update(
                "delete from identity_claim where record_no = any(?::bigint[])",
                ticket.numbers().values());
        dirty.write(sql);
    }

    /** Numbers by id; an id that is gone has its survivor's number. */
    private static Map<PersonId, Long> number(Sql sql, Set<PersonId> ids, Instant at) throws SQLException {
        sql.update(
                "insert into person (id, since) select id, ? from unnest(?::text[]) id on conflict (id) do nothing",
                at,
                ids);
        Map<PersonId, Long> numbers = new HashMap<>();
        sql.list(
                "select id, coalesce(survivor_no, no) from person where id = any(?::text[])",
                row -> numbers.put(new PersonId(row.text(1)), row.number(2)),
                ids);
        return numbers;
    }

    private static void moveAccounts(
            Sql sql, Map<PersonId, String> accounts, Map<PersonId, Long> numbers, DirtyMarks dirty)
            throws SQLException {
        if (accounts.isEmpty()) return;
        List<PersonId> people = List.copyOf(accounts.keySet());
        dirty.people(sql.numbers(
                """
                update person p set account_key = n.key from unnest(?::bigint[], ?::text[]) n(no, key)
                where p.no = n.no and p.account_key <> n.key returning p.no
                """,
                people.stream().map(numbers::get).toList(),
                people.stream().map(accounts::get).toList()));
    }

    private static void moveRecords(
            Sql sql, Ticket ticket, Map<SourceRef, PersonId> persons, Map<PersonId, Long> numbers, DirtyMarks dirty)
            throws SQLException {
        Map<Long, Long> before = sql.numberMap(
                "select no, coalesce(person_no, 0) from record where no = any(?::bigint[])",
                ticket.numbers().values());
        List<Long> moved = new ArrayList<>();
        List<Long> owners = new ArrayList<>();
        for (Map.Entry<SourceRef, Long> member : ticket.numbers().entrySet()) {
            PersonId id = persons.get(member.getKey());
            if (id == null) throw new IllegalArgumentException("nobody was named for " + member.getKey());
            long record = member.getValue();
            long person = Objects.requireNonNull(numbers.get(id));
            long previous = before.getOrDefault(record, 0L);
            if (previous != person) {
                moved.add(record);
                owners.add(person);
                if (previous != 0) dirty.person(previous);
            }
            if (previous != person || ticket.generations().containsKey(record)) dirty.person(person);
        }
        if (moved.isEmpty()) return;
        sql.update("""
                update record r set person_no = n.person_no from unnest(?::bigint[], ?::bigint[]) n(no, person_no)
                where r.no = n.no
                """, moved, owners);
        sql.update("""
                update record r set person_no = n.person_no from unnest(?::bigint[], ?::bigint[]) n(no, person_no)
                where r.root_no = n.no and r.root_no <> r.no
                """, moved, owners);
    }

    @Override
    public Optional<PersonId> personOf(SourceRef record) {
        return database.inTransaction(sql -> sql.first(
                """
                select p.id from record r join connection c on c.no = r.connection_no
                join person p on p.no = r.person_no
                where c.name = ? and r.kind = ?::record_kind and r.id = ?
                """, row -> new PersonId(row.text(1)), record.connection().value(), record.kind(), record.id()));
    }

    @Override
    public PersonId survivor(PersonId id) {
        return database.inTransaction(sql -> sql.first(
                        "select s.id from person p join person s on s.no = p.survivor_no where p.id = ?",
                        row -> new PersonId(row.text(1)),
                        id.value())
                .orElse(id));
    }

    @Override
    public void veto(SourceRef left, SourceRef right, String who, Instant at) {
        SourceRef first = left.compareTo(right) < 0 ? left : right;
        SourceRef second = first.equals(left) ? right : left;
        database.change(sql -> {
            Map<SourceRef, Long> numbers = surrogateKeys.lockedAndNumbered(sql, Set.of(first, second));
            List<Long> both =
                    List.of(Objects.requireNonNull(numbers.get(first)), Objects.requireNonNull(numbers.get(second)));
            sql.update("""
                    insert into veto (left_no, right_no, who, at) values (?, ?, ?, ?)
                    on conflict (left_no, right_no) do nothing
                    """, both.get(0), both.get(1), who, at);
            Audit.write(sql, at, who, "veto", Map.of("left", first.toString(), "right", second.toString()));
            DirtyMarks dirty = new DirtyMarks();
            dirty.records(livePeople(sql, both));
            dirty.write(sql);
        });
    }

    private static Collection<Long> livePeople(Sql sql, List<Long> numbers) throws SQLException {
        return sql.numbers(
                "select no from record where no = any(?) and state = 'LIVE' and kind = ?::record_kind",
                numbers,
                RecordKind.PERSON);
    }

    /** Whoever was decided about has a record, or waits to be decided about anew: only of those who wait it is looked up. */
    @Override
    public long count() {
        return database.inTransaction(sql -> sql.numbers("""
                        select (select count(*) from decision)
                            + count(*) filter (where lives and not decided) - count(*) filter (where decided and not lives)
                        from (
                            select exists (select from decision known where known.person_no = d.person_no) as decided,
                                exists (
                                    select from record r
                                    where r.person_no = d.person_no and r.state = 'LIVE' and r.kind = 'PERSON') as lives
                            from dirty_person d) waiting
                        """).get(0));
    }
}
