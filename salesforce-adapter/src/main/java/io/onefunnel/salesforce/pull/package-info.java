/**
 * What is read from the org. In go a kind and a cursor, or ids; out come changes, and where to go on. Whether a type is
 * read by queries or by Bulk jobs is decided here, how a window is cut when it is too much at once, and how deletions
 * are found that no query tells of.
 *
 * <p>It knows {@code client} alone. All that is known of a pull is in its cursor.
 */
@NullMarked
package io.onefunnel.salesforce.pull;

import org.jspecify.annotations.NullMarked;
