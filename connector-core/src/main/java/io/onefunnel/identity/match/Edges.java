package io.onefunnel.identity.match;

import io.onefunnel.model.Email;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which pairs of records agree, and which of those that share a mailbox or a number are clearly two people. Looks only
 * at pairs that share a key.
 */
public final class Edges {
    /** A key that more records share says nothing about any two of them, and comparing all pairs would not end. */
    static final int MOST_PER_KEY = 200;

    /** Two records by their place in the list, and the strongest rule by which they agree. */
    public record Edge(int left, int right, MatchRule rule) {}

    private final List<PersonRecord> records;
    private final Map<Long, Edge> strongest = new HashMap<>();
    private final Set<Long> apart = new HashSet<>();

    /** @param records in a fixed order */
    public Edges(List<PersonRecord> records) {
        this.records = records;
        Map<IdentityKey, List<Integer>> byKey = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            for (IdentityKey key : IdentityKeys.of(records.get(i))) {
                byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
            }
        }
        byKey.forEach((key, members) -> {
            if (members.size() > 1 && members.size() <= MOST_PER_KEY) compare(key, members);
        });
    }

    /** The strongest first; among equals in the order of the records. */
    public List<Edge> agreeing() {
        return strongest.values().stream()
                .sorted(Comparator.comparing(Edge::rule)
                        .thenComparingInt(Edge::left)
                        .thenComparingInt(Edge::right))
                .toList();
    }

    /** By record, those that are somebody else for all that a mailbox or a number says. */
    public Map<Integer, List<Integer>> clearlyApart() {
        Map<Integer, List<Integer>> others = new TreeMap<>();
        apart.forEach(pair -> {
            int left = (int) (pair >> 32);
            int right = pair.intValue();
            others.computeIfAbsent(left, unused -> new ArrayList<>()).add(right);
            others.computeIfAbsent(right, unused -> new ArrayList<>()).add(left);
        });
        return others;
    }

    private void compare(IdentityKey key, List<Integer> members) {
        if (key.kind().equals(IdentityKeys.NATIVE)) {
            everyPair(members, (left, right) -> Optional.of(said(key.value(), left, right)));
            return;
        }
        boolean severalPeople = false;
        boolean phone = key.kind().equals(IdentityKeys.PHONE_NAME);
        boolean personal = !phone && isPersonal(key.value(), records.get(members.get(0)));
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                if (!twoPeople(match(members.get(i), members.get(j)), phone || personal)) continue;
                severalPeople = true;
                apart.add(pair(members.get(i), members.get(j)));
            }
        }
        boolean several = severalPeople;
        everyPair(members, (left, right) -> {
            NameMatch names = match(left, right);
            return phone ? byPhone(names, several) : byEmail(names, personal, several);
        });
    }

    private MatchRule said(String target, int left, int right) {
        return convertedTo(target, left) || convertedTo(target, right) ? MatchRule.CONVERTED : MatchRule.NATIVE_ID;
    }

    private boolean convertedTo(String target, int record) {
        return records.get(record)
                .link(LinkRole.CONVERTED_TO)
                .map(SourceRef::toString)
                .filter(target::equals)
                .isPresent();
    }

    /** A family shares a private mailbox and a number; at work a mailbox has one reader, whatever name a form was given. */
    private static boolean twoPeople(NameMatch names, boolean mayBeFamily) {
        return mayBeFamily ? names.differentFirst() : names.different();
    }

    private static Optional<MatchRule> byEmail(NameMatch names, boolean personal, boolean severalPeople) {
        if (names.same()) return Optional.of(MatchRule.EMAIL_AND_NAME);
        if (twoPeople(names, personal)) return Optional.empty();
        // Whose a nameless record is cannot be told where two people are known to read the mailbox.
        if (severalPeople && names.first() != NameMatch.Part.SAME) return Optional.empty();
        // Another surname is a new one only if the given name stayed.
        boolean anotherSurname = names.last() == NameMatch.Part.DIFFERENT;
        return anotherSurname && names.first() != NameMatch.Part.SAME ? Optional.empty() : Optional.of(MatchRule.EMAIL);
    }

    private static Optional<MatchRule> byPhone(NameMatch names, boolean severalPeople) {
        boolean agree = severalPeople ? names.same() : names.sameOrInitial();
        return agree ? Optional.of(MatchRule.PHONE_AND_NAME) : Optional.empty();
    }

    /** Also a mailbox that many read: its keys hold the name, and what is left to compare is the given name. */
    private static boolean isPersonal(String keyValue, PersonRecord record) {
        return record.emails().stream()
                .filter(email -> keyValue.equals(email.mailbox()) || keyValue.startsWith(email.mailbox() + "|"))
                .anyMatch(email -> email.kind() == Email.Kind.PERSONAL || IdentityKeys.shared(email));
    }

    private interface Judge {
        Optional<MatchRule> rule(int left, int right);
    }

    private void everyPair(List<Integer> members, Judge judge) {
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                int left = members.get(i);
                int right = members.get(j);
                judge.rule(left, right).ifPresent(rule -> keep(new Edge(left, right, rule)));
            }
        }
    }

    private void keep(Edge edge) {
        strongest.merge(
                pair(edge.left(), edge.right()),
                edge,
                (one, other) -> one.rule().compareTo(other.rule()) <= 0 ? one : other);
    }

    private NameMatch match(int left, int right) {
        return NameMatch.of(records.get(left).name(), records.get(right).name());
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
