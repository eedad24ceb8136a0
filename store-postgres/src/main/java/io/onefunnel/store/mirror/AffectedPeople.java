package io.onefunnel.store.mirror;

import io.onefunnel.model.RecordKind;
import io.onefunnel.store.records.RecordOwners;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the people that hang on records which are no people. */
final class AffectedPeople {
    // Links may still lead to what was merged away. The inequality lets the index of merged records be used: without it
    // every page read the whole table.
    private static final String SELF_AND_MERGED =
            "(select unnest(?::bigint[]) union select no from record where root_no = any(?) and root_no <> no)";

    private AffectedPeople() {}

    static Set<Long> people(Sql sql, RecordKind kind, Collection<Long> records) throws SQLException {
        if (records.isEmpty()) return Set.of();
        return switch (kind) {
            case COMPANY, USER -> pointing(sql, records);
            case CAMPAIGN -> responding(sql, records);
            case MEETING -> pointedAt(sql, records);
            case OPPORTUNITY -> ofOpportunities(sql, records);
            case CONTACT_ROLE -> ofRoles(sql, records);
            case PERSON, RESPONSE, TOUCH -> Set.of();
        };
    }

    /** Records of people that link to these. */
    static List<Long> personRecords(Sql sql, Collection<Long> records) throws SQLException {
        return sql.numbers(
                "select distinct r.no from record_link l join record r on r.no = l.record_no where l.far_no in "
                        + SELF_AND_MERGED + " and r.kind = 'PERSON' and r.state = 'LIVE'",
                records,
                records);
    }

    private static Set<Long> pointing(Sql sql, Collection<Long> records) throws SQLException {
        return owners(
                sql,
                "select distinct l.record_no from record_link l where l.far_no in " + SELF_AND_MERGED,
                records,
                records);
    }

    private static Set<Long> responding(Sql sql, Collection<Long> campaigns) throws SQLException {
        return owners(sql, "select distinct record_no from response where campaign_no = any(?)", campaigns);
    }

    private static Set<Long> pointedAt(Sql sql, Collection<Long> records) throws SQLException {
        return owners(
                sql, "select distinct far_no from record_link where record_no = any(?) and role = 'PERSON'", records);
    }

    /** The persons of the records whose numbers a query brings; only records of people have one. */
    private static Set<Long> owners(Sql sql, String recordNumbers, @Nullable Object... arguments) throws SQLException {
        return new HashSet<>(RecordOwners.of(sql, sql.numbers(recordNumbers, arguments)));
    }

    /** People with a role, people named by the opportunity itself, and everybody of its account. */
    private static Set<Long> ofOpportunities(Sql sql, Collection<Long> opportunities) throws SQLException {
        Set<Long> people = new HashSet<>(pointedAt(sql, opportunities));
        List<Long> roles = sql.numbers(
                "select record_no from record_link where role = 'OPPORTUNITY' and far_no = any(?)", opportunities);
        if (!roles.isEmpty()) people.addAll(pointedAt(sql, roles));
        List<Long> accounts = sql.numbers(
                "select distinct far_no from record_link where role = 'ACCOUNT' and record_no = any(?)", opportunities);
        if (!accounts.isEmpty()) people.addAll(pointing(sql, accounts));
        return people;
    }

    /** The whole opportunity: a case file holds all its roles. */
    private static Set<Long> ofRoles(Sql sql, Collection<Long> roles) throws SQLException {
        Set<Long> people = new HashSet<>(pointedAt(sql, roles));
        List<Long> opportunities = sql.numbers(
                "select distinct far_no from record_link where role = 'OPPORTUNITY' and record_no = any(?)", roles);
        if (!opportunities.isEmpty()) people.addAll(ofOpportunities(sql, opportunities));
        return people;
    }
}
