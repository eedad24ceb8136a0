package io.onefunnel.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything known of one person, as values: the first argument of a decision. Lists are in a fixed order (records by
 * ref, events by time and ref), so that equal facts are equal files.
 *
 * @param records live records of the person; at least one
 * @param matches pairs of these records that agree, the strongest first; as found when they were joined
 * @param companies records of the accounts that these records hang on
 * @param opportunities those that the person has a role in, and those of the account within the look-back
 * @param users every user that something here refers to
 * @param campaigns every campaign that something here refers to
 * @param colleagues the most recently active people of the account, and explicit referrers
 * @param stages recorded so far, oldest first
 * @param disposition as last decided. A vendor tells what sales concluded but not since when; while the conclusion
 *     stays the same, the instant at which it was first seen stays, too.
 * @param written by record, what we last wrote and the vendor acknowledged: a different value there is somebody else's
 * @param completeTo up to when everything of a connection is known to have been pulled; absent before the first
 *     complete pull
 * @param observableSince from when on things are known at all: what is older is unknown, not absent
 */
public record CaseFile(
        PersonId person,
        List<PersonRecord> records,
        List<MatchTerm> matches,
        List<Company> companies,
        List<Touch> touches,
        List<CampaignResponse> responses,
        List<Meeting> meetings,
        List<Opportunity> opportunities,
        Map<SourceRef, User> users,
        Map<SourceRef, Campaign> campaigns,
        List<AccountContact> colleagues,
        List<StageEntry> stages,
        Optional<Disposition> disposition,
        Map<SourceRef, Map<Field, String>> written,
        Map<ConnectionId, Instant> completeTo,
        RetentionHorizon observableSince) {
    public CaseFile {
        if (records.isEmpty()) throw new IllegalArgumentException("a case file without a record: " + person);
        records = List.copyOf(records);
        matches = List.copyOf(matches);
        companies = List.copyOf(companies);
        touches = List.copyOf(touches);
        responses = List.copyOf(responses);
        meetings = List.copyOf(meetings);
        opportunities = List.copyOf(opportunities);
        users = Map.copyOf(users);
        campaigns = Map.copyOf(campaigns);
        colleagues = List.copyOf(colleagues);
        stages = List.copyOf(stages);
        written = Map.copyOf(written);
        completeTo = Map.copyOf(completeTo);
    }

    /** The first name that a record gives, as written; empty when none gives one. */
    public String displayName() {
        return records.stream()
                .map(PersonRecord::name)
                .filter(PersonName::known)
                .findFirst()
                .map(PersonName::full)
                .orElse("");
    }

    /** The record of this ref, when it is one of the person's. */
    public Optional<PersonRecord> record(SourceRef ref) {
        return records.stream().filter(record -> record.ref().equals(ref)).findFirst();
    }

    /** What the records hold in a field, without blanks, in the order of the records. */
    public Stream<String> values(Field field) {
        return records.stream().map(record -> record.value(field)).flatMap(Optional::stream);
    }

    /** The first answer that any record gives. */
    public <T> Optional<T> first(Function<PersonRecord, Optional<T>> question) {
        return records.stream().map(question).flatMap(Optional::stream).findFirst();
    }
}
