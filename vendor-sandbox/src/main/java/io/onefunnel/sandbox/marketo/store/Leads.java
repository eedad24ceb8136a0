package io.onefunnel.sandbox.marketo.store;

import io.onefunnel.sandbox.marketo.api.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lead database: leads by id and by the value of any field that was ever searched by. Guarded by its owner. */
public final class Leads {
    // Any start but a low one: ids of an old instance do not begin at 1.
    private static final int FIRST_ID = 100_001;

    private final TreeMap<Integer, Lead> live = new TreeMap<>();
    private final Map<String, Map<String, TreeSet<Integer>>> indexes = new HashMap<>(Map.of("email", new HashMap<>()));
    private final Map<Integer, Integer> mergedInto = new HashMap<>();
    // Read by calls that wait for the lock: what came after a call arrived, that call does not see.
    private volatile int newest = FIRST_ID - 1;
    private int deleted;

    int nextId() {
        return newest + 1;
    }

    /** The id of the newest lead; the one thing here that may be read without the owner's lock. */
    public int newest() {
        return newest;
    }

    void add(Lead lead) {
        newest = lead.id();
        live.put(lead.id(), lead);
        indexes.forEach((field, index) -> enter(index, lead.get(field), lead.id()));
    }

    public Optional<Lead> find(int id) {
        return Optional.ofNullable(live.get(id));
    }

    public Collection<Lead> all() {
        return live.values();
    }

    /** The leads whose field has this value, case ignored, oldest first. */
    public List<Lead> by(String field, String value) {
        if (field.equals("id")) return byId(value);
        List<Lead> found = new ArrayList<>();
        TreeSet<Integer> ids = index(field).get(key(value));
        if (ids == null) return found;
        for (int id : ids) find(id).ifPresent(found::add);
        return found;
    }

    public void set(Lead lead, String field, @Nullable String value) {
        Map<String, TreeSet<Integer>> index = indexes.get(field);
        if (index != null) {
            leave(index, lead.get(field), lead.id());
            enter(index, value, lead.id());
        }
        lead.set(field, value);
    }

    void delete(Lead lead) {
        remove(lead);
        deleted++;
    }

    void merge(Lead loser, Lead winner) {
        remove(loser);
        mergedInto.put(loser.id(), winner.id());
    }

    /** Where the activities of a lead are shown: those of a loser belong to the winner of its merge. */
    public int survivor(int id) {
        Integer winner = mergedInto.get(id);
        while (winner != null) {
            id = winner;
            winner = mergedInto.get(id);
        }
        return id;
    }

    public int deleted() {
        return deleted;
    }

    public int merged() {
        return mergedInto.size();
    }

    private void remove(Lead lead) {
        live.remove(lead.id());
        indexes.forEach((field, index) -> leave(index, lead.get(field), lead.id()));
    }

    private List<Lead> byId(String value) {
        try {
            return find(Integer.parseInt(value)).map(List::of).orElse(List.of());
        } catch (NumberFormatException notAnId) {
            throw new Refusal("1003", "Invalid value for field 'id' and value '" + value + "'");
        }
    }

    private Map<String, TreeSet<Integer>> index(String field) {
        return indexes.computeIfAbsent(field, name -> {
            Map<String, TreeSet<Integer>> index = new HashMap<>();
            for (Lead lead : live.values()) enter(index, lead.get(name), lead.id());
            return index;
        });
    }

    private static void enter(Map<String, TreeSet<Integer>> index, @Nullable String value, int id) {
        if (value != null)
            index.computeIfAbsent(key(value), key -> new TreeSet<>()).add(id);
    }

    private static void leave(Map<String, TreeSet<Integer>> index, @Nullable String value, int id) {
        if (value == null) return;
        index.computeIfPresent(key(value), (key, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }

    private static String key(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
