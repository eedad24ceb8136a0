/**
 * What surrounds a merge. In go a survivor and its losers; out come what stands in the way, a snapshot of all that the
 * merge will change, the outcome, and later a report of what could be undone.
 *
 * <p>A merge is a write, and its undo sends rows: so it knows {@code write}, and what {@code write} knows.
 */
@NullMarked
package io.onefunnel.salesforce.merge;

import org.jspecify.annotations.NullMarked;
