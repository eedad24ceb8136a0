package io.onefunnel.sandbox.hubspot.store;

import java.util.Arrays;

/** The links of one object to objects of one other type: sorted arrays, because most objects have one or two. */
public final class Links {
    private long[] ids = new long[1];
    private int[][] types = new int[1][];
    private int size;

    public int size() {
        return size;
    }

    public long id(int at) {
        return ids[at];
    }

    public int[] types(int at) {
        return types[at].clone();
    }

    /** The types of the link to {@code id}; empty when there is none. */
    public int[] typesOf(long id) {
        int at = Arrays.binarySearch(ids, 0, size, id);
        return at < 0 ? new int[0] : types(at);
    }

    void set(long id, int[] linkTypes) {
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at >= 0) {
            types[at] = linkTypes;
            return;
        }
        int place = -at - 1;
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            types = Arrays.copyOf(types, size * 2);
        }
        System.arraycopy(ids, place, ids, place + 1, size - place);
        System.arraycopy(types, place, types, place + 1, size - place);
        ids[place] = id;
        types[place] = linkTypes;
        size++;
    }

    void remove(long id) {
        int at = Arrays.binarySearch(ids, 0, size, id);
        if (at < 0) return;
        System.arraycopy(ids, at + 1, ids, at, size - at - 1);
        System.arraycopy(types, at + 1, types, at, size - at - 1);
        size--;
    }
}
