package io.onefunnel.sandbox.hubspot.store;

import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.AssociationTypes.AssociationType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which objects are linked, both ways at once; each direction has its own type ids. */
public final class Associations {
    private record Pair(ObjectKind from, ObjectKind to) {}

    private static final Links NONE = new Links();

    private final AssociationTypes types;
    private final Map<Pair, Map<Long, Links>> links = new HashMap<>();

    Associations(AssociationTypes types) {
        this.types = types;
    }

    public AssociationTypes types() {
        return types;
    }

    public Links of(ObjectKind from, long id, ObjectKind to) {
        return links.getOrDefault(new Pair(from, to), Map.of()).getOrDefault(id, NONE);
    }

    /** Links two objects with the pair's unlabelled type, and as primary where it is the first of its kind. */
    public void linkByDefault(ObjectKind from, long id, ObjectKind to, long toId) {
        AssociationType standard = standard(from, to);
        int[] held = of(from, id, to).typesOf(toId);
        if (held.length > 0) return;
        ObjectKind owner = ownsPrimary(from, to) ? from : to;
        Optional<AssociationType> primary = types.primary(from, to)
                .filter(type -> owner == from ? !hasPrimary(from, id, to) : !hasPrimary(to, toId, from));
        int[] chosen = IntStream.concat(
                        IntStream.of(standard.id()), primary.stream().mapToInt(AssociationType::id))
                .toArray();
        set(from, id, to, toId, chosen);
    }

    /** Sets the labels of a link: those sent replace the set, the unlabelled type always stays. */
    public void label(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        IntStream all =
                IntStream.concat(types.standard(from, to).stream().mapToInt(AssociationType::id), IntStream.of(labels));
        set(from, id, to, toId, all.distinct().toArray());
    }

    public void unlink(ObjectKind from, long id, ObjectKind to, long toId) {
        at(from, id, to).remove(toId);
        at(to, toId, from).remove(id);
    }

    /** The id of the primary object of type {@code to}, where there is one. */
    public Optional<Long> primary(ObjectKind from, long id, ObjectKind to) {
        Optional<AssociationType> primary = types.primary(from, to);
        if (primary.isEmpty()) return Optional.empty();
        Links held = of(from, id, to);
        for (int i = 0; i < held.size(); i++) {
            if (contains(held.types(i), primary.get().id())) return Optional.of(held.id(i));
        }
        return Optional.empty();
    }

    /** Hands all links of {@code source} to {@code target}; a primary that the target has already is dropped. */
    public void move(ObjectKind kind, long source, long target) {
        for (ObjectKind other : ObjectKind.values()) {
            Links held = of(kind, source, other);
            while (held.size() > 0) {
                long toId = held.id(0);
                int[] carried = held.types(0);
                unlink(kind, source, other, toId);
                if (other == kind && toId == target) continue;
                int[] merged = IntStream.concat(
                                IntStream.of(of(kind, target, other).typesOf(toId)),
                                IntStream.of(withoutSecondPrimary(kind, target, other, carried)))
                        .distinct()
                        .toArray();
                set(kind, target, other, toId, merged);
            }
        }
    }

    private int[] withoutSecondPrimary(ObjectKind kind, long target, ObjectKind other, int[] carried) {
        Optional<AssociationType> primary = types.primary(kind, other);
        if (primary.isEmpty() || primary(kind, target, other).isEmpty()) return carried;
        return IntStream.of(carried).filter(id -> id != primary.get().id()).toArray();
    }

    private void set(ObjectKind from, long id, ObjectKind to, long toId, int[] chosen) {
        at(from, id, to).set(toId, chosen);
        int[] back = Arrays.stream(chosen)
                .map(type -> types.find(from, to, type)
                        .map(AssociationType::inverse)
                        .orElseThrow(() -> Refusal.validation(
                                type + " is not an association type from " + from.singular() + " to " + to.singular())))
                .distinct()
                .toArray();
        at(to, toId, from).set(id, back);
    }

    private Links at(ObjectKind from, long id, ObjectKind to) {
        return links.computeIfAbsent(new Pair(from, to), pair -> new HashMap<>())
                .computeIfAbsent(id, key -> new Links());
    }

    private AssociationType standard(ObjectKind from, ObjectKind to) {
        return types.standard(from, to)
                .orElseThrow(() -> Refusal.validation(
                        "No association type exists between " + from.singular() + " and " + to.singular()));
    }

    private boolean hasPrimary(ObjectKind from, long id, ObjectKind to) {
        return primary(from, id, to).isPresent();
    }

    /** A contact, a deal, a lead has one primary company; a company has many contacts. */
    private static boolean ownsPrimary(ObjectKind from, ObjectKind to) {
        return to == ObjectKind.COMPANIES || from == ObjectKind.LEADS;
    }

    private static boolean contains(int[] held, int id) {
        return Arrays.stream(held).anyMatch(each -> each == id);
    }
}
