/**
 * Merges leads, and says beforehand what stands against it and what cannot be undone. A winner and its losers go in; the
 * record that really survived comes out. Knows {@code client}, the history of merges in {@code pull}, and the writers in
 * {@code write}, which set the winning values.
 */
@NullMarked
package io.onefunnel.marketo.merge;

import org.jspecify.annotations.NullMarked;
