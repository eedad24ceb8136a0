/**
 * What is read of an instance, and by which way: a first load along the log or by bulk extracts, from then on the streams of
 * changes. A kind and a cursor go in; a page of changes with the next cursor comes out. Knows {@code client} alone.
 */
@NullMarked
package io.onefunnel.marketo.pull;

import org.jspecify.annotations.NullMarked;
