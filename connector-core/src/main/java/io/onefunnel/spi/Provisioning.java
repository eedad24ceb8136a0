package io.onefunnel.spi;

import java.util.List;

/** Creates our fields at the vendor: planned first, repeated without harm, deleting nothing. */
public interface Provisioning {
    /**
     * One thing that is missing.
     *
     * @param what "contacts.onefunnel_score (number)"
     * @param permanent whether the vendor can never delete it again
     */
    record Step(String what, boolean permanent) {}

    /** What is missing now; looked up at the vendor at each call, empty when nothing is. */
    List<Step> plan();

    /** Creates what is still missing of these steps; returns the steps that were done. */
    List<Step> apply(List<Step> steps);

    /** What of ours is there now and stays for good, because the vendor can never delete it; at most hide. */
    default List<Step> lasting() {
        return List.of();
    }

    /** What of ours is there now and could be taken away again: for who stops using OneFunnel. */
    default List<Step> removable() {
        return List.of();
    }

    /**
     * Takes away what is still there of these steps; returns the steps that were done. Values go with their fields. A
     * vendor that keeps a bin has them there.
     */
    default List<Step> remove(List<Step> steps) {
        return List.of();
    }
}
