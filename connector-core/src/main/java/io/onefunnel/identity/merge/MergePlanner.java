package io.onefunnel.identity.merge;

import io.onefunnel.identity.match.MatchRule;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.MergeProposal.Evidence;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Proposes how the duplicates of one person in one system would become one record. */
public final class MergePlanner {
    static final String CONVERT = "a Lead and a Contact cannot be merged; convert the Lead into this Contact";

    private final Predicate<SourceRef> activeUser;
    private final ToIntFunction<SourceRef> activities;

    /**
     * @param activeUser whether a user still works here
     * @param activities how much hangs on a person record
     */
    public MergePlanner(Predicate<SourceRef> activeUser, ToIntFunction<SourceRef> activities) {
        this.activeUser = activeUser;
        this.activities = activities;
    }

    /** With the users and activities of a case file. */
    public static MergePlanner of(CaseFile file) {
        Map<SourceRef, Integer> activities = new HashMap<>();
        Stream.of(
                        file.touches().stream().map(touch -> touch.person()),
                        file.responses().stream().map(response -> response.person()),
                        file.meetings().stream().flatMap(meeting -> meeting.people().stream()),
                        file.opportunities().stream().flatMap(opportunity -> opportunity.people().stream()))
                .flatMap(refs -> refs)
                .forEach(person -> activities.merge(person, 1, Integer::sum));
        return new MergePlanner(
                user -> Optional.ofNullable(file.users().get(user))
                        .filter(User::active)
                        .filter(found -> !found.queue())
                        .isPresent(),
                person -> activities.getOrDefault(person, 0));
    }

    /**
     * One proposal for each connection and type that holds the person more than once, and one with an obstacle for each
     * connection that holds them both as a lead and as a contact. Converted leads and records that a person declared to be
     * somebody else are left out, and so are records that no term connects.
     *
     * @param terms of the person's cluster
     */
    public List<MergeProposal> plan(PersonId person, List<PersonRecord> records, List<MatchTerm> terms) {
        Map<ConnectionId, Map<PersonType, List<PersonRecord>>> groups = records.stream()
                .filter(record -> record.link(LinkRole.CONVERTED_TO).isEmpty())
                .filter(record -> !record.is(Field.OF_NOT_SAME_PERSON))
                .sorted(Comparator.comparing(PersonRecord::ref))
                .collect(Collectors.groupingBy(
                        record -> record.ref().connection(),
                        TreeMap::new,
                        Collectors.groupingBy(PersonRecord::type, TreeMap::new, Collectors.toList())));
        Set<SourceRef> conversionTargets = records.stream()
                .flatMap(record -> record.link(LinkRole.CONVERTED_TO).stream())
                .collect(Collectors.toSet());
        List<MergeProposal> proposals = new ArrayList<>();
        for (Map<PersonType, List<PersonRecord>> types : groups.values()) {
            types.values()
                    .forEach(group ->
                            merge(person, group, conversionTargets, terms).ifPresent(proposals::add));
            conversion(person, types, conversionTargets, terms).ifPresent(proposals::add);
        }
        return proposals;
    }

    private Optional<MergeProposal> merge(
            PersonId person, List<PersonRecord> group, Set<SourceRef> conversionTargets, List<MatchTerm> terms) {
        if (group.size() < 2) return Optional.empty();
        PersonRecord survivor = survivor(group, conversionTargets);
        List<PersonRecord> losers = group.stream()
                .filter(record -> !record.ref().equals(survivor.ref()))
                .toList();
        return proposal(person, survivor, losers, Survivorship.winning(survivor, losers), terms, "");
    }

    private Optional<MergeProposal> conversion(
            PersonId person,
            Map<PersonType, List<PersonRecord>> types,
            Set<SourceRef> conversionTargets,
            List<MatchTerm> terms) {
        List<PersonRecord> contacts = types.getOrDefault(PersonType.CONTACT, List.of());
        List<PersonRecord> prospects = types.getOrDefault(PersonType.PROSPECT, List.of());
        if (contacts.isEmpty() || prospects.isEmpty()) return Optional.empty();
        List<PersonRecord> lead = List.of(survivor(prospects, conversionTargets));
        return proposal(person, survivor(contacts, conversionTargets), lead, Map.of(), terms, CONVERT);
    }

    private PersonRecord survivor(List<PersonRecord> group, Set<SourceRef> conversionTargets) {
        Comparator<PersonRecord> standing = Comparator.comparing(
                        (PersonRecord record) -> conversionTargets.contains(record.ref()))
                .thenComparing(
                        record -> record.link(LinkRole.OWNER).filter(activeUser).isPresent())
                .thenComparing(record -> activities.applyAsInt(record.ref()))
                .thenComparing(
                        record -> record.links().size() + record.nativeIds().size())
                .thenComparing(MergePlanner::made, Comparator.reverseOrder())
                .thenComparing(PersonRecord::ref, Comparator.reverseOrder());
        return group.stream().max(standing).orElseThrow();
    }

    private static Optional<MergeProposal> proposal(
            PersonId person,
            PersonRecord survivor,
            List<PersonRecord> losers,
            Map<Field, String> winning,
            List<MatchTerm> terms,
            String obstacle) {
        Set<SourceRef> merged = Stream.concat(Stream.of(survivor), losers.stream())
                .map(PersonRecord::ref)
                .collect(Collectors.toSet());
        List<SourceRef> loserRefs = losers.stream().map(PersonRecord::ref).toList();
        return weakest(merged, terms)
                .map(evidence -> new MergeProposal(
                        person,
                        survivor.ref(),
                        loserRefs,
                        winning,
                        shown(merged, terms, evidence),
                        evidence,
                        obstacle));
    }

    /**
     * The evidence of the weakest link that is needed to connect the records, by the strongest chain that there is, be it
     * over records of other systems. Empty when nothing connects them.
     */
    private static Optional<Evidence> weakest(Set<SourceRef> merged, List<MatchTerm> terms) {
        for (Evidence atLeast : Evidence.values()) {
            if (connected(merged, upTo(terms, atLeast))) return Optional.of(atLeast);
        }
        return Optional.empty();
    }

    /** The terms between the records themselves; when these do not connect them, the chain over other records, too. */
    private static List<MatchTerm> shown(Set<SourceRef> merged, List<MatchTerm> terms, Evidence weakest) {
        List<MatchTerm> direct = terms.stream()
                .filter(term -> merged.contains(term.left()) && merged.contains(term.right()))
                .toList();
        return connected(merged, direct) ? direct : upTo(terms, weakest);
    }

    private static List<MatchTerm> upTo(List<MatchTerm> terms, Evidence weakest) {
        return terms.stream()
                .filter(term ->
                        MatchRule.of(term.rule(), term.detail()).evidence().compareTo(weakest) <= 0)
                .toList();
    }

    private static boolean connected(Set<SourceRef> merged, List<MatchTerm> terms) {
        Set<SourceRef> reached = new HashSet<>();
        reached.add(merged.iterator().next());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (MatchTerm term : terms) {
                if (reached.contains(term.left())) grew |= reached.add(term.right());
                else if (reached.contains(term.right())) grew |= reached.add(term.left());
            }
        }
        return reached.containsAll(merged);
    }

    private static Instant made(PersonRecord record) {
        Instant created = record.createdAt();
        return created == null ? Instant.MAX : created;
    }
}
