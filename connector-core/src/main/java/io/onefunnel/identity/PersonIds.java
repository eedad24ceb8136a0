package io.onefunnel.identity;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Gives clusters their person ids, keeping as many as can be kept. Assigning the same clusters again changes nothing.
 */
public final class PersonIds {
    private PersonIds() {}

    /**
     * @param persons every record of the clusters
     * @param gone ids that no cluster carries on, each with the person that has most of its records now
     */
    public record Assignment(Map<SourceRef, PersonId> persons, Map<PersonId, PersonId> gone) {
        public Assignment {
            persons = Map.copyOf(persons);
            gone = Map.copyOf(gone);
        }
    }

    /** That many records of a cluster belong to an id now. */
    private record Claim(int cluster, PersonId id, int records) {}

    /**
     * Where people merge, the id that most records carry goes on, at a tie the one that is first in order (ids are made in
     * rising order: the oldest). Where a person splits, the id stays with most of its records.
     *
     * @param clusters as {@link Resolver} gives them; with all records of every id that occurs
     * @param current whose a record is now; a record that is nobody's yet is absent
     * @param fresh a new id at each call
     */
    public static Assignment assign(
            List<Cluster> clusters, Map<SourceRef, PersonId> current, Supplier<PersonId> fresh) {
        List<Claim> claims = claims(clusters, current);
        Map<Integer, PersonId> ids = new TreeMap<>();
        Set<PersonId> taken = new HashSet<>();
        for (Claim claim : claims) {
            if (ids.containsKey(claim.cluster()) || !taken.add(claim.id())) continue;
            ids.put(claim.cluster(), claim.id());
        }
        for (int i = 0; i < clusters.size(); i++) {
            if (!ids.containsKey(i)) ids.put(i, fresh.get());
        }
        Map<PersonId, PersonId> gone = new HashMap<>();
        for (Claim claim : claims) {
            PersonId carrier = ids.get(claim.cluster());
            if (carrier != null && !taken.contains(claim.id())) gone.putIfAbsent(claim.id(), carrier);
        }
        Map<SourceRef, PersonId> persons = new HashMap<>();
        ids.forEach((cluster, id) -> clusters.get(cluster).records().forEach(record -> persons.put(record.ref(), id)));
        return new Assignment(persons, gone);
    }

    private static List<Claim> claims(List<Cluster> clusters, Map<SourceRef, PersonId> current) {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            Map<PersonId, Integer> counts = new TreeMap<>();
            for (PersonRecord record : clusters.get(i).records()) {
                PersonId id = current.get(record.ref());
                if (id != null) counts.merge(id, 1, Integer::sum);
            }
            int cluster = i;
            counts.forEach((id, count) -> claims.add(new Claim(cluster, id, count)));
        }
        claims.sort(Comparator.comparingInt(Claim::records)
                .reversed()
                .thenComparing(Claim::id)
                .thenComparing(
                        claim -> clusters.get(claim.cluster()).records().get(0).ref()));
        return claims;
    }
}
