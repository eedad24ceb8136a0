package io.onefunnel.state;

/**
 * The right to change something, for a while. A lease that was taken over has a later epoch: a node that wakes up with
 * the old one is refused by the store and so writes nothing.
 *
 * @param name what it is about: "pull/salesforce", "decide"
 * @param epoch grows with each holder
 */
public record Lease(String name, long epoch) {}
