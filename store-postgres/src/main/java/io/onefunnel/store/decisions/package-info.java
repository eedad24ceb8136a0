/**
 * Case files and what was decided by them: tables {@code decision stage_entry sla_timer outcome}, and for what follows
 * {@code pending_change pending_action merge_proposal}. Out go the stored facts of people who are due; in come their
 * decisions, which replace the ones before in one transaction.
 */
@NullMarked
package io.onefunnel.store.decisions;

import org.jspecify.annotations.NullMarked;
