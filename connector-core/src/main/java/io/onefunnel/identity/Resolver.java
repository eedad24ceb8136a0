package io.onefunnel.identity;

import io.onefunnel.identity.match.Edges;
import io.onefunnel.identity.match.MatchRule;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins records to people. The strongest edges are taken first: a vendor's own links, then mailboxes, then phone numbers
 * with names; an edge that would bring a vetoed pair, or two clearly different people, into one cluster is passed over.
 * The result depends on the records and the vetoes alone. Records that share no key, over any number of steps, have no
 * influence on each other.
 */
public final class Resolver {
    /** No person has more records: beyond that a mailbox or a number stands for an office. */
    static final int MOST_RECORDS = 25;

    private Resolver() {}

    /**
     * @param records each ref once, in any order
     * @param vetoes pairs that a person said are not the same; those of other records are passed over
     * @return in the order of their first record
     */
    public static List<Cluster> resolve(List<PersonRecord> records, Set<Pair> vetoes) {
        List<PersonRecord> sorted =
                records.stream().sorted(Comparator.comparing(PersonRecord::ref)).toList();
        Map<SourceRef, Integer> places = places(sorted);
        Edges edges = new Edges(sorted);
        Map<Integer, List<Integer>> vetoed = vetoed(vetoes, places);
        Map<Integer, List<Integer>> apart = edges.clearlyApart();
        Partition partition = new Partition(sorted, vetoed, apart);
        edges.agreeing().forEach(partition::join);
        Set<Integer> oversized = oversized(partition);
        if (!oversized.isEmpty()) {
            partition = new Partition(sorted, vetoed, apart);
            edges.agreeing().stream()
                    .filter(edge -> edge.rule() != MatchRule.PHONE_AND_NAME || !oversized.contains(edge.left()))
                    .forEach(partition::join);
        }
        return clusters(sorted, partition, edges.agreeing(), oversized);
    }

    private static Set<Integer> oversized(Partition partition) {
        Set<Integer> oversized = new HashSet<>();
        partition.groups().stream().filter(group -> group.size() > MOST_RECORDS).forEach(oversized::addAll);
        return oversized;
    }

    private static List<Cluster> clusters(
            List<PersonRecord> records, Partition partition, List<Edges.Edge> edges, Set<Integer> oversized) {
        List<List<Integer>> groups = partition.groups();
        int[] groupOf = new int[records.size()];
        for (int i = 0; i < groups.size(); i++) {
            for (int record : groups.get(i)) groupOf[record] = i;
        }
        Map<Integer, List<MatchTerm>> terms = new HashMap<>();
        for (Edges.Edge edge : edges) {
            if (groupOf[edge.left()] != groupOf[edge.right()]) continue;
            terms.computeIfAbsent(groupOf[edge.left()], unused -> new ArrayList<>())
                    .add(new MatchTerm(
                            records.get(edge.left()).ref(),
                            records.get(edge.right()).ref(),
                            edge.rule().key(),
                            edge.rule().detail()));
        }
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<PersonRecord> members =
                    groups.get(i).stream().map(records::get).toList();
            clusters.add(new Cluster(
                    members,
                    terms.getOrDefault(i, List.of()),
                    oversized.contains(groups.get(i).get(0))));
        }
        clusters.sort(Comparator.comparing(cluster -> cluster.records().get(0).ref()));
        return clusters;
    }

    private static Map<SourceRef, Integer> places(List<PersonRecord> records) {
        Map<SourceRef, Integer> places = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            if (places.put(records.get(i).ref(), i) != null) {
                throw new IllegalArgumentException(
                        "a record stands twice: " + records.get(i).ref());
            }
        }
        return places;
    }

    private static Map<Integer, List<Integer>> vetoed(Set<Pair> vetoes, Map<SourceRef, Integer> places) {
        Map<Integer, List<Integer>> vetoed = new HashMap<>();
        for (Pair veto : vetoes) {
            Integer left = places.get(veto.left());
            Integer right = places.get(veto.right());
            if (left == null || right == null) continue;
            vetoed.computeIfAbsent(left, unused -> new ArrayList<>()).add(right);
            vetoed.computeIfAbsent(right, unused -> new ArrayList<>()).add(left);
        }
        return vetoed;
    }
}
