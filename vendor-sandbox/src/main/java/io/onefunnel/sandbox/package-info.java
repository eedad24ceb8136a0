/**
 * A local Salesforce, HubSpot and Marketo that speak the real protocols. What a local database server is to other
 * products: it keeps state, enforces the vendors' limits, answers their errors, counts calls and injects faults.
 *
 * <p>It imports neither the core nor an adapter: an adapter and its sandbox must not share a mistake.
 */
@NullMarked
package io.onefunnel.sandbox;

import org.jspecify.annotations.NullMarked;
