/**
 * A local Salesforce, HubSpot and Marketo that speak the real protocols. What a local database server is to other
 * products: it keeps state, enforces the vendors' limits, answers their errors, counts calls and injects faults. In
 * go ports and a clock; out come three addresses, a control API, and the seams by which records are put in without a
 * call.
 *
 * <p>It imports neither the core nor an adapter: an adapter and its sandbox must not share a mistake. It does not
 * know its contents either: the invented company and the CSV import are the module sample-company.
 */
@NullMarked
package io.onefunnel.sandbox;

import org.jspecify.annotations.NullMarked;
