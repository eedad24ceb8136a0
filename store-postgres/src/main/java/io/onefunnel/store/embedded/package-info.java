/**
 * A PostgreSQL server of our own: unpacked, initialised, started, joined, taken over and stopped. It knows nothing of what
 * is stored in it.
 */
@NullMarked
package io.onefunnel.store.embedded;

import org.jspecify.annotations.NullMarked;
