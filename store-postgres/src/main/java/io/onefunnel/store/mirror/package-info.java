/**
 * Stores pages as they were pulled: tables {@code record content record_link identity_key touch response planned_touch
 * quarantine pull_state observable}. In goes a page; out comes how much of it was news. It decides what of a page is
 * older than what is stored, and whose decisions read something that changed.
 */
@NullMarked
package io.onefunnel.store.mirror;

import org.jspecify.annotations.NullMarked;
