package io.onefunnel.model;

/**
 * What OneFunnel can write, each switched on by itself. In the order in which a rationed budget is spent: a late call
 * costs more than a stale score.
 */
public enum Capability implements Labelled {
    /** Timers, the next action, and how often somebody was tried. */
    SLA,
    /** Stages and their dates, meetings, validity. */
    STAGE,
    /** Dispositions and results, told to marketing as fields and as events. */
    OUTCOMES,
    /** Tasks on the lists of owners. */
    TASKS,
    /** Changes of owner: what was not followed up goes back. */
    TAKE_BACK,
    /** Where people come from, and through whom. */
    REFERRALS,
    SCORES,
    /** Person id and duplicate marks. */
    IDENTITY,
    MERGES;

    @Override
    public String label() {
        return this == TAKE_BACK ? "reassign" : Labelled.super.label();
    }
}
