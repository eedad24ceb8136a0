package io.onefunnel.identity;

import io.onefunnel.identity.match.Edges;
import io.onefunnel.identity.match.NameMatch;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records on their way to clusters: joined one edge after the other, unless something keeps two groups apart. */
final class Partition {
    private final List<PersonRecord> records;
    private final Map<Integer, List<Integer>> vetoed;
    private final Map<Integer, List<Integer>> apart;
    private final int[] group;
    private final List<List<Integer>> members = new ArrayList<>();
    private final List<Set<PersonName>> names = new ArrayList<>();

    /**
     * @param vetoed by record, those that a person said are somebody else: holds against everything
     * @param apart by record, those that mailbox and number must not join it with
     */
    Partition(List<PersonRecord> records, Map<Integer, List<Integer>> vetoed, Map<Integer, List<Integer>> apart) {
        this.records = records;
        this.vetoed = vetoed;
        this.apart = apart;
        this.group = new int[records.size()];
        for (int i = 0; i < records.size(); i++) {
            group[i] = i;
            members.add(new ArrayList<>(List.of(i)));
            PersonName name = records.get(i).name();
            names.add(new LinkedHashSet<>(name.known() ? List.of(name) : List.of()));
        }
    }

    void join(Edges.Edge edge) {
        int left = group[edge.left()];
        int right = group[edge.right()];
        if (left == right || keptApart(left, right, vetoed)) return;
        if (!edge.rule().saidByVendor() && contradicted(left, right)) return;
        int into = members.get(left).size() >= members.get(right).size() ? left : right;
        int from = into == left ? right : left;
        members.get(from).forEach(record -> group[record] = into);
        members.get(into).addAll(members.get(from));
        names.get(into).addAll(names.get(from));
        members.get(from).clear();
        names.get(from).clear();
    }

    List<List<Integer>> groups() {
        return members.stream()
                .filter(group -> !group.isEmpty())
                .map(group -> group.stream().sorted().toList())
                .toList();
    }

    private boolean contradicted(int left, int right) {
        return keptApart(left, right, apart) || declaredOthers(left, right) || namesDiffer(left, right);
    }

    private boolean keptApart(int left, int right, Map<Integer, List<Integer>> pairs) {
        if (pairs.isEmpty()) return false;
        int smaller = members.get(left).size() <= members.get(right).size() ? left : right;
        int larger = smaller == left ? right : left;
        for (int record : members.get(smaller)) {
            for (int other : pairs.getOrDefault(record, List.of())) {
                if (group[other] == larger) return true;
            }
        }
        return false;
    }

    /** A rep ticked "not the same person" on a record: it is nobody else's duplicate in its own system. */
    private boolean declaredOthers(int left, int right) {
        for (int one : members.get(left)) {
            boolean flagged = records.get(one).is(Field.OF_NOT_SAME_PERSON);
            for (int other : members.get(right)) {
                boolean sameSystem = records.get(one)
                        .ref()
                        .connection()
                        .equals(records.get(other).ref().connection());
                if (sameSystem && (flagged || records.get(other).is(Field.OF_NOT_SAME_PERSON))) return true;
            }
        }
        return false;
    }

    /** A chain of likely pairs must not end with two names that have nothing in common. */
    private boolean namesDiffer(int left, int right) {
        for (PersonName one : names.get(left)) {
            for (PersonName other : names.get(right)) {
                if (NameMatch.of(one, other).different()) return true;
            }
        }
        return false;
    }
}
