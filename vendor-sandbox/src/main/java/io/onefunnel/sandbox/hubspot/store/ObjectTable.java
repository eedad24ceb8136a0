package io.onefunnel.sandbox.hubspot.store;

import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.Properties;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.store.CrmObject.Version;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All objects of one type: those that live, those in the recycle bin, and where merged-away ids lead. */
public final class ObjectTable {
    // Ids grow from four to five digits after the first object: a client that compares them as text is found out.
    private static final long FIRST_ID = 9_951;
    private static final long ID_STEP = 50;
    // How many versions the vendor keeps is not documented; these two bound the sandbox's memory.
    private static final int MOST_VERSIONS = 45;
    private static final int LONG_HISTORY = 200;

    private final ObjectKind kind;
    private final Properties properties;
    private final LongUnaryOperator indexLag;
    private final NavigableMap<Long, CrmObject> live = new TreeMap<>();
    private final NavigableMap<Long, CrmObject> archived = new TreeMap<>();
    private final Queue<Long> bin = new ArrayDeque<>();
    private final Map<Long, Long> survivors = new HashMap<>();
    private final Map<String, Map<String, Long>> uniques = new HashMap<>();
    private final SearchIndex index = new SearchIndex();
    private long nextId = FIRST_ID;

    ObjectTable(Properties properties, LongUnaryOperator indexLag) {
        this.kind = properties.kind();
        this.properties = properties;
        this.indexLag = indexLag;
    }

    public ObjectKind kind() {
        return kind;
    }

    public Properties properties() {
        return properties;
    }

    public SearchIndex index() {
        return index;
    }

    public NavigableMap<Long, CrmObject> rows(boolean ofArchive) {
        return ofArchive ? archived : live;
    }

    public int mergedAway() {
        return survivors.size();
    }

    public long newId() {
        long id = nextId;
        nextId += ID_STEP;
        return id;
    }

    public Optional<CrmObject> live(long id) {
        return Optional.ofNullable(live.get(id));
    }

    /** Also by an id that was merged away: single GET and PATCH follow it, batches do not. */
    public Optional<CrmObject> resolved(long id) {
        return live(survivor(id));
    }

    public long survivor(long id) {
        long at = id;
        for (Long next = survivors.get(at); next != null; next = survivors.get(at)) at = next;
        return at;
    }

    public Optional<CrmObject> withUnique(String property, String value) {
        Map<String, Long> ids = uniques.get(property);
        return Optional.ofNullable(ids == null ? null : ids.get(value)).flatMap(this::live);
    }

    /** The value of any property, system ones included; null when it has none. */
    @Nullable
    public String value(CrmObject object, String name) {
        if (name.equals("hs_object_id")) return Long.toString(object.id());
        if (name.equals(kind.created()))
            return Instant.ofEpochMilli(object.created()).toString();
        if (name.equals(kind.modified()))
            return Instant.ofEpochMilli(object.modified()).toString();
        return properties.key(name).map(object.values()::get).orElse(null);
    }

    /** All that the object holds, system properties included. */
    public Map<String, String> values(CrmObject object) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String system : List.of("hs_object_id", kind.created(), kind.modified())) {
            String value = value(object, system);
            if (value != null) values.put(system, value);
        }
        for (short key : object.values().keys()) {
            String value = object.values().get(key);
            if (value != null) values.put(properties.name(key), value);
        }
        return values;
    }

    /** What the object holds of these properties. */
    public Map<String, String> values(CrmObject object, Collection<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            String value = value(object, name);
            if (value != null) values.put(name, value);
        }
        return values;
    }

    /** Stores an object, as new or in place of its former version. */
    public void put(CrmObject object, long now) {
        CrmObject before = live.put(object.id(), object);
        for (PropertyDefinition property : properties.uniques()) {
            Map<String, Long> ids = uniques.computeIfAbsent(property.name(), name -> new HashMap<>());
            if (before != null) forget(before, property.name(), ids);
            identities(object, property.name()).forEach(value -> ids.put(value, object.id()));
        }
        index.put(object, now + indexLag.applyAsLong(object.id()), now);
    }

    public void archive(CrmObject object, long now) {
        remove(object, now);
        archived.put(object.id(), object.archivedAt(now));
        bin.add(object.id());
    }

    /** Takes an object out of the recycle bin, as it was; its stamp moves. */
    public Optional<CrmObject> restore(long id, long now) {
        CrmObject gone = archived.remove(id);
        if (gone == null) return Optional.empty();
        bin.remove(id);
        CrmObject back = gone.archivedAt(0).modifiedAt(now);
        put(back, now);
        return Optional.of(back);
    }

    /** Empties the recycle bin of what went there before {@code until}. */
    void purge(long until) {
        while (!bin.isEmpty()) {
            CrmObject oldest = archived.get(bin.element());
            if (oldest != null && oldest.archived() >= until) return;
            archived.remove(bin.remove());
        }
    }

    /** Takes an object away that lives on under the id {@code survivor}. */
    public void mergeAway(CrmObject object, long survivor, long now) {
        remove(object, now);
        survivors.put(object.id(), survivor);
    }

    public void erase(CrmObject object, long now) {
        remove(object, now);
    }

    /** The object with {@code changes} (blank clears) written at {@code now}; not stored yet. */
    public CrmObject changed(CrmObject object, Map<String, String> changes, long now, String source) {
        Map<Short, String> values = new HashMap<>();
        List<Version> history = new ArrayList<>(object.history());
        Set<Short> told = new HashSet<>();
        history.forEach(version -> told.add(version.property()));
        changes.forEach((name, value) -> {
            short key = properties.key(name).orElseThrow();
            String held = object.values().get(key);
            if (value.equals(held == null ? "" : held)) return;
            values.put(key, value);
            if (held != null && told.add(key)) history.add(new Version(key, held, object.created(), "IMPORT"));
            history.add(new Version(key, value, now, source));
        });
        if (history.size() > LONG_HISTORY) forgetOldest(history);
        return new CrmObject(
                object.id(), object.created(), now, 0, object.values().with(values), List.copyOf(history));
    }

    /** Keeps the latest versions of each property: a benchmark that writes for hours must not fill the heap. */
    private static void forgetOldest(List<Version> history) {
        Map<Short, Integer> newer = new HashMap<>();
        Collections.reverse(history);
        history.removeIf(version -> newer.merge(version.property(), 1, Integer::sum) > MOST_VERSIONS);
        Collections.reverse(history);
    }

    /** Every version of a property, newest first. */
    public List<Version> history(CrmObject object, String name) {
        Optional<Short> key = properties.key(name);
        if (key.isEmpty()) return List.of();
        List<Version> versions = new ArrayList<>(object.history().stream()
                .filter(version -> version.property() == key.get())
                .toList());
        if (versions.isEmpty()) {
            String held = object.values().get(key.get());
            if (held != null) versions.add(new Version(key.get(), held, object.created(), "IMPORT"));
        }
        versions.sort((a, b) -> Long.compare(b.at(), a.at()));
        return versions;
    }

    private void remove(CrmObject object, long now) {
        live.remove(object.id());
        uniques.forEach((name, ids) -> forget(object, name, ids));
        index.remove(object.id(), now + indexLag.applyAsLong(object.id()), now);
    }

    private void forget(CrmObject object, String property, Map<String, Long> ids) {
        identities(object, property).forEach(value -> ids.remove(value, object.id()));
    }

    /** A contact is also known by the addresses that merges brought it. */
    private Stream<String> identities(CrmObject object, String property) {
        String value = value(object, property);
        Stream<String> own = Stream.ofNullable(value);
        String more = property.equals("email") ? value(object, "hs_additional_emails") : null;
        return more == null ? own : Stream.concat(own, Arrays.stream(more.split(";")));
    }
}
