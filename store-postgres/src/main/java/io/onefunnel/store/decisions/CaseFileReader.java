package io.onefunnel.store.decisions;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Decisions.RawColleague;
import io.onefunnel.state.Decisions.RawOpportunity;
import io.onefunnel.state.Decisions.Stored;
import io.onefunnel.store.records.EventReader;
import io.onefunnel.store.records.MatchEdges;
import io.onefunnel.store.records.RecordReader;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Loads what is stored of many people at once: one query for each table, however many people. */
final class CaseFileReader {
    // An opportunity of the account counts for its people while it was touched within this time.
    private static final Duration LOOK_BACK = Duration.ofDays(731);
    private static final Comparator<Change.Present> BY_REF = Comparator.comparing(Change.Present::ref);

    private final RecordReader records;

    CaseFileReader(RecordReader records) {
        this.records = records;
    }

    /** Returns them in the order of {@code people}, which maps each to the generation of its dirty row. */
    List<Stored> load(Sql sql, Map<Long, Long> people, Instant now) throws SQLException {
        if (people.isEmpty()) return List.of();
        return new Batch(sql, records, people.keySet(), now).load(people);
    }

    /** The rows of one batch, by the number of the person they belong to. */
    private static final class Batch {
        private final Sql sql;
        private final RecordReader records;
        private final Collection<Long> people;
        private final Instant now;

        // Of all records of each person, also merged ones: events hang on these.
        private final Map<Long, Long> personOf = new HashMap<>();

        Batch(Sql sql, RecordReader records, Collection<Long> people, Instant now) {
            this.sql = sql;
            this.records = records;
            this.people = people;
            this.now = now;
        }

        List<Stored> load(Map<Long, Long> generations) throws SQLException {
            Map<Long, PersonId> ids = new HashMap<>();
            sql.list(
                    "select no, id from person where no = any(?::bigint[])",
                    row -> ids.put(row.number(1), new PersonId(row.text(2))),
                    people);
            personOf.putAll(sql.numberMap(
                    "select no, person_no from record where person_no = any(?::bigint[]) and kind = 'PERSON'", people));
            Map<Long, Change.Present> live = records.byNumber(sql, personOf.keySet());
            Map<Long, Set<Long>> liveNumbers = new HashMap<>();
            live.keySet().forEach(record -> add(liveNumbers, personOf.getOrDefault(record, 0L), record));
            Map<Long, List<MatchTerm>> matches = MatchEdges.of(sql, people);
            Map<Long, Set<Long>> companyNumbers = far("ACCOUNT", live.keySet());
            Map<Long, Change.Present> companies = records.byNumber(sql, all(companyNumbers));
            EventReader events = new EventReader(sql, personOf);
            Map<Long, List<Touch>> touches = events.touches();
            Map<Long, List<CampaignResponse>> responses = events.responses();
            Map<Long, Set<Long>> meetingNumbers = near("PERSON", "MEETING", personOf);
            Map<Long, Change.Present> meetings = records.byNumber(sql, all(meetingNumbers));
            Map<Long, Set<Long>> opportunityNumbers = opportunities(companyNumbers);
            Map<Long, RawOpportunity> opportunities = rawOpportunities(all(opportunityNumbers));
            Map<Long, List<RawColleague>> colleagues = new AccountContacts(sql, people).load();
            Map<Long, List<StageEntry>> stages = stages();
            Map<Long, Disposition> dispositions = dispositions();
            Map<Long, Map<SourceRef, Map<Field, String>>> written = written(live);
            Map<Long, List<FunnelEvent>> outcomes = outcomes();

            List<Stored> stored = new ArrayList<>(people.size());
            for (Map.Entry<Long, Long> each : generations.entrySet()) {
                long person = each.getKey();
                PersonId id = ids.get(person);
                if (id == null) throw new SQLException("person " + person + " is missing");
                stored.add(new Stored(
                        id,
                        pick(liveNumbers, person, live).sorted(BY_REF).toList(),
                        matches.getOrDefault(person, List.of()),
                        pick(companyNumbers, person, companies).sorted(BY_REF).toList(),
                        touches.getOrDefault(person, List.of()),
                        responses.getOrDefault(person, List.of()),
                        pick(meetingNumbers, person, meetings).sorted(BY_REF).toList(),
                        pick(opportunityNumbers, person, opportunities)
                                .sorted(Comparator.comparing(
                                        opportunity -> opportunity.raw().ref()))
                                .toList(),
                        colleagues.getOrDefault(person, List.of()),
                        stages.getOrDefault(person, List.of()),
                        Optional.ofNullable(dispositions.get(person)),
                        written.getOrDefault(person, Map.of()),
                        outcomes.getOrDefault(person, List.of()),
                        each.getValue()));
            }
            return stored;
        }

        private static <T> Stream<T> pick(Map<Long, Set<Long>> numbers, long person, Map<Long, T> values) {
            return numbers.getOrDefault(person, Set.of()).stream()
                    .flatMap(number -> Optional.ofNullable(values.get(number)).stream());
        }

        private static Set<Long> all(Map<Long, Set<Long>> numbers) {
            Set<Long> all = new HashSet<>();
            numbers.values().forEach(all::addAll);
            return all;
        }

        /** By person, what the person's records link to; through merges. */
        private Map<Long, Set<Long>> far(String role, Collection<Long> from) throws SQLException {
            Map<Long, Set<Long>> far = new HashMap<>();
            sql.list("""
                    select l.record_no, f.root_no from record_link l join record f on f.no = l.far_no
                    where l.role = ?::link_role and l.record_no = any(?::bigint[])
                    """, row -> add(far, personOf.getOrDefault(row.number(1), 0L), row.number(2)), role, from);
            return far;
        }

        /** By owner, the live records of a kind that link to what is owned. */
        private Map<Long, Set<Long>> near(String role, String kind, Map<Long, Long> owned) throws SQLException {
            Map<Long, Set<Long>> near = new HashMap<>();
            sql.list(
                    """
                    select l.far_no, n.no from record_link l join record n on n.no = l.record_no
                    where l.role = ?::link_role and l.far_no = any(?::bigint[]) and n.kind = ?::record_kind
                        and n.state = 'LIVE'
                    """,
                    row -> add(near, owned.getOrDefault(row.number(1), 0L), row.number(2)),
                    role,
                    owned.keySet(),
                    kind);
            return near;
        }

        private static boolean add(Map<Long, Set<Long>> map, long key, long value) {
            return map.computeIfAbsent(key, none -> new TreeSet<>()).add(value);
        }

        /** By person: those with a role, those that name the person, and recent ones of the account. */
        private Map<Long, Set<Long>> opportunities(Map<Long, Set<Long>> companies) throws SQLException {
            Map<Long, Set<Long>> opportunities = near("PERSON", "OPPORTUNITY", personOf);
            Map<Long, Set<Long>> roles = near("PERSON", "CONTACT_ROLE", personOf);
            Map<Long, Long> opportunityOfRole = sql.numberMap("""
                    select l.record_no, f.root_no from record_link l join record f on f.no = l.far_no
                    where l.role = 'OPPORTUNITY' and l.record_no = any(?::bigint[])
                    """, all(roles));
            roles.forEach((person, each) -> each.forEach(role -> {
                Long opportunity = opportunityOfRole.get(role);
                if (opportunity != null) add(opportunities, person, opportunity);
            }));
            Map<Long, Set<Long>> ofCompany = new HashMap<>();
            sql.list(
                    """
                    select company.root_no, o.no
                    from (select no, root_no from record where no = any(?::bigint[]) and root_no = no
                        union all
                        select no, root_no from record where root_no = any(?::bigint[]) and root_no <> no) company
                    join record_link l on l.far_no = company.no and l.role = 'ACCOUNT'
                    join record o on o.no = l.record_no and o.kind = 'OPPORTUNITY' and o.state = 'LIVE'
                    join content c on c.record_no = o.no and c.version >= ?
                    """,
                    row -> add(ofCompany, row.number(1), row.number(2)),
                    all(companies),
                    all(companies),
                    now.minus(LOOK_BACK));
            companies.forEach((person, each) -> each.forEach(company -> ofCompany
                    .getOrDefault(company, Set.of())
                    .forEach(opportunity -> add(opportunities, person, opportunity))));
            return opportunities;
        }

        private Map<Long, RawOpportunity> rawOpportunities(Set<Long> numbers) throws SQLException {
            Map<Long, Change.Present> raws = records.byNumber(sql, numbers);
            Map<Long, Long> self = new HashMap<>();
            raws.keySet().forEach(number -> self.put(number, number));
            Map<Long, Set<Long>> roleNumbers = near("OPPORTUNITY", "CONTACT_ROLE", self);
            Map<Long, Change.Present> roles = records.byNumber(sql, all(roleNumbers));
            Map<Long, RawOpportunity> opportunities = new HashMap<>();
            raws.forEach((number, raw) -> opportunities.put(
                    number,
                    new RawOpportunity(
                            raw, pick(roleNumbers, number, roles).sorted(BY_REF).toList())));
            return opportunities;
        }

        /** Entries of people who became this one count for it. */
        private Map<Long, List<StageEntry>> stages() throws SQLException {
            Map<Long, List<StageEntry>> stages = new HashMap<>();
            sql.list(
                    """
                    select coalesce(p.survivor_no, p.no), s.stage, s.cycle, s.at, s.evidence, s.source,
                           s.policy_version
                    from person p join stage_entry s on s.person_no = p.no
                    where p.no = any(?::bigint[]) or p.survivor_no = any(?::bigint[])
                    order by s.at, s.stage, s.cycle, p.no
                    """,
                    row -> stages.computeIfAbsent(row.number(1), person -> new ArrayList<>())
                            .add(new StageEntry(
                                    Stage.valueOf(row.text(2)),
                                    (int) row.number(3),
                                    row.instant(4),
                                    row.text(5),
                                    SourceRef.parse(row.text(6)),
                                    row.text(7))),
                    people,
                    people);
            return stages;
        }

        /** Those of people who became this one were told of it. */
        private Map<Long, List<FunnelEvent>> outcomes() throws SQLException {
            Map<Long, List<FunnelEvent>> outcomes = new HashMap<>();
            sql.list(
                    """
                    select coalesce(p.survivor_no, p.no), o.fact
                    from person p join outcome o on o.person_no = p.no
                    where p.no = any(?::bigint[]) or p.survivor_no = any(?::bigint[])
                    order by o.no
                    """,
                    row -> outcomes.computeIfAbsent(row.number(1), person -> new ArrayList<>())
                            .add(Json.read(row.text(2), FunnelEvent.class)),
                    people,
                    people);
            return outcomes;
        }

        private Map<Long, Disposition> dispositions() throws SQLException {
            Map<Long, Disposition> dispositions = new HashMap<>();
            sql.list("""
                    select person_no, decision -> 'disposition' from decision
                    where person_no = any(?::bigint[]) and jsonb_typeof(decision -> 'disposition') = 'object'
                    """, row -> dispositions.put(row.number(1), Json.read(row.text(2), Disposition.class)), people);
            return dispositions;
        }

        private Map<Long, Map<SourceRef, Map<Field, String>>> written(Map<Long, Change.Present> live)
                throws SQLException {
            Map<Long, Map<SourceRef, Map<Field, String>>> written = new HashMap<>();
            sql.list(
                    "select record_no, written from content where record_no = any(?::bigint[]) and written <> '{}'",
                    row -> {
                        Change.Present raw = live.get(row.number(1));
                        if (raw == null) return false;
                        written.computeIfAbsent(personOf.getOrDefault(row.number(1), 0L), person -> new TreeMap<>())
                                .put(raw.ref(), Json.fields(row.text(2)));
                        return true;
                    },
                    live.keySet());
            return written;
        }
    }
}
