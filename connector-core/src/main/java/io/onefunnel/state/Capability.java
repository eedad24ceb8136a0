package io.onefunnel.state;

/** What OneFunnel can write, each switched on by itself. In the order in which a rationed budget is spent. */
public enum Capability {
    SLA,
    STAGE,
    OUTCOMES,
    REFERRALS,
    SCORES,
    IDENTITY,
    MERGES
}
