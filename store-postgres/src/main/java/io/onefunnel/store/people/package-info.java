/**
 * Whose the records are: tables {@code person identity_claim veto}. Out goes a batch of everything that is connected to
 * dirty records; in comes which person each record belongs to.
 */
@NullMarked
package io.onefunnel.store.people;

import org.jspecify.annotations.NullMarked;
