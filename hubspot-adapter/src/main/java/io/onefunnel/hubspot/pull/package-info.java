/**
 * What is read from a portal. In goes a cursor, out come the changes since then and the next cursor; or in go refs, and
 * out come their records. Decides which of list, search, recycle bin and reading by id tells of what, and when each is
 * due. Knows {@code client} alone.
 */
@NullMarked
package io.onefunnel.hubspot.pull;

import org.jspecify.annotations.NullMarked;
