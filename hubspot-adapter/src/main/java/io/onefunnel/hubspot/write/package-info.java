/**
 * What is written to a portal, but for merges. In go commands, out comes an outcome for each in the same order: written,
 * unchanged, refused, stale, to be tried later, or unknown, which {@code settle} finds out by reading. Decides what goes
 * out in one call, and how the outcome of each row is told from the answer to all. Knows {@code client} alone.
 */
@NullMarked
package io.onefunnel.hubspot.write;

import org.jspecify.annotations.NullMarked;
