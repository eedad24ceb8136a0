/**
 * What is to be written to vendors, what was, and what people said about it: tables {@code intent pending_change
 * pending_action done_action refused_field refused_action merge_proposal outcome_confirmation}. In go intended writes and
 * what became of them; out comes what is still wanted and not set aside.
 */
@NullMarked
package io.onefunnel.store.ledger;

import org.jspecify.annotations.NullMarked;
