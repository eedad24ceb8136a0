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

    /** What is missing now. */
    List<Step> plan();

    /** Creates what is still missing of these steps; returns the steps that were done. */
    List<Step> apply(List<Step> steps);
}
