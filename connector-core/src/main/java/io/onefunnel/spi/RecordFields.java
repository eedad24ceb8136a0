package io.onefunnel.spi;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record, as a map that cannot be changed. The names are shared by all records of a type, so that a
 * million records do not hold a million tables of the same names; {@link Change.Present} takes it without a copy.
 */
public final class RecordFields extends AbstractMap<String, String> {
    /** The names that records of one type may have values for. */
    public static final class Names {
        private final List<String> ordered;
        private final Map<String, Integer> positions = new HashMap<>();
        private final Set<String> set;

        public Names(Collection<String> names) {
            ordered = List.copyOf(new LinkedHashSet<>(names));
            for (String name : ordered) positions.put(name, positions.size());
            set = Set.copyOf(ordered);
        }

        /** In the order of their values. */
        public List<String> ordered() {
            return ordered;
        }

        public Set<String> set() {
            return set;
        }

        /** Those of the names that are wanted, in this order. */
        public Selection only(Set<String> wanted) {
            List<String> kept = ordered.stream().filter(wanted::contains).toList();
            return new Selection(
                    new Names(kept), kept.stream().mapToInt(positions::get).toArray());
        }
    }

    /** Some of the names that records have, picked once for all of them. */
    public static final class Selection {
        private final Names names;
        private final int[] from;

        private Selection(Names names, int[] from) {
            this.names = names;
            this.from = from;
        }

        public Names names() {
            return names;
        }
    }

    private final Names names;
    private final String[] values;
    private final int size;

    /** @param values in the order of the names, null where there is none; copied */
    public RecordFields(Names names, String[] values) {
        if (values.length != names.ordered.size()) throw new IllegalArgumentException("not as many values as names");
        this.names = names;
        this.values = values.clone();
        int filled = 0;
        for (String value : values) {
            if (value != null) filled++;
        }
        this.size = filled;
    }

    /** The names that this record shares with others. */
    public Names names() {
        return names;
    }

    /** The selected values; the selection is one of these names. */
    public RecordFields only(Selection selection) {
        String[] kept = new String[selection.from.length];
        for (int i = 0; i < kept.length; i++) kept[i] = values[selection.from[i]];
        return new RecordFields(selection.names, kept);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        Integer position = names.positions.get(name);
        return position == null ? null : values[position];
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Filled();
            }
        };
    }

    private final class Filled implements Iterator<Entry<String, String>> {
        private int next = skip(0);

        private int skip(int from) {
            int at = from;
            while (at < values.length && values[at] == null) at++;
            return at;
        }

        @Override
        public boolean hasNext() {
            return next < values.length;
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) throw new NoSuchElementException();
            Entry<String, String> entry = new SimpleImmutableEntry<>(names.ordered.get(next), values[next]);
            next = skip(next + 1);
            return entry;
        }
    }
}
