package io.onefunnel.send;

import io.onefunnel.model.Field;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.normalize.UnreadableRecordException;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Shortfalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Looks up at the vendor, by id, whether records still say what a decision was made from. Only reads; a record that was edited
 * without a word of it changing our mind has not moved.
 */
public final class FreshnessCheck {
    /** What every adapter can look up by id, apart from companies, which nothing here rests on. */
    private static final Set<RecordKind> READABLE = Set.of(RecordKind.PERSON, RecordKind.OPPORTUNITY);

    private final CrmAdapter adapter;
    private final Mirror mirror;
    private final Normalizer normalizer;

    public FreshnessCheck(CrmAdapter adapter, Mirror mirror, Normalizer normalizer) {
        this.adapter = adapter;
        this.mirror = mirror;
        this.normalizer = normalizer;
    }

    /**
     * What was found.
     *
     * @param gone records that are not there any more, or could not be looked up
     * @param moved these, and those that say something else than the mirror holds
     */
    public record Looked(Set<SourceRef> gone, Set<SourceRef> moved, List<Shortfall> shortfalls) {
        /** Nothing had to be looked up. */
        public static final Looked NOTHING = new Looked(Set.of(), Set.of(), List.of());

        public Looked {
            gone = Set.copyOf(gone);
            moved = Set.copyOf(moved);
            shortfalls = List.copyOf(shortfalls);
        }

        public Looked plus(Looked other) {
            Set<SourceRef> allGone = new HashSet<>(gone);
            allGone.addAll(other.gone);
            Set<SourceRef> allMoved = new HashSet<>(moved);
            allMoved.addAll(other.moved);
            List<Shortfall> all = new ArrayList<>(shortfalls);
            all.addAll(other.shortfalls);
            return new Looked(allGone, allMoved, all);
        }
    }

    /** Looks up those of this connection; others are passed over. What cannot be looked up is not acted on. */
    public Looked look(Collection<SourceRef> refs) {
        List<SourceRef> ours = refs.stream()
                .filter(ref -> ref.connection().equals(adapter.connection()))
                .filter(ref -> READABLE.contains(ref.kind()))
                .distinct()
                .sorted()
                .toList();
        if (ours.isEmpty()) return Looked.NOTHING;
        try {
            return compared(ours);
        } catch (AdapterException failed) {
            Shortfall named = Shortfalls.of(adapter.connection() + " evidence", failed);
            return new Looked(Set.copyOf(ours), Set.copyOf(ours), List.of(named));
        }
    }

    private Looked compared(List<SourceRef> ours) {
        Map<SourceRef, Change.Present> found = new HashMap<>();
        for (Change change : adapter.read(ours)) {
            if (change instanceof Change.Present present) found.put(present.ref(), present);
        }
        Set<SourceRef> gone = new HashSet<>(ours);
        gone.removeAll(found.keySet());
        Set<SourceRef> moved = new HashSet<>(gone);
        found.forEach((ref, present) -> {
            if (mirror.find(ref).filter(known -> same(known, present)).isEmpty()) moved.add(ref);
        });
        return new Looked(gone, moved, List.of());
    }

    private boolean same(Change.Present known, Change.Present found) {
        try {
            return known.type().equals(found.type()) && sameFacts(known, found);
        } catch (UnreadableRecordException unreadable) {
            return false;
        }
    }

    private boolean sameFacts(Change.Present known, Change.Present found) {
        if (known.ref().kind() == RecordKind.OPPORTUNITY) {
            return end(normalizer.opportunity(known, List.of())).equals(end(normalizer.opportunity(found, List.of())));
        }
        PersonRecord before = normalizer.person(known);
        PersonRecord now = normalizer.person(found);
        return before.links().equals(now.links())
                && Objects.equals(before.status(), now.status())
                && said(before, now).equals(said(now, before));
    }

    /** What an outcome rests on. */
    private static List<Object> end(Opportunity opportunity) {
        return List.of(
                opportunity.stage(),
                opportunity.closed(),
                opportunity.won(),
                opportunity.amount(),
                opportunity.closedAt(),
                opportunity.lossReason());
    }

    /** What people and systems put there, as far as both readings saw the field. */
    private static Map<Field, String> said(PersonRecord record, PersonRecord other) {
        Map<Field, String> said = new EnumMap<>(Field.class);
        record.values().forEach((field, value) -> {
            if (field.writer() != Field.Writer.ONEFUNNEL && other.sees(field)) said.put(field, value);
        });
        return said;
    }
}
