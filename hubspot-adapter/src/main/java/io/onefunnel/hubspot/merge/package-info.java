/**
 * Merging records of a portal: what stands in the way, the picture before, the merge itself, and how little of it can be
 * taken back. In goes a merge command, out comes its outcome or the reasons why it must not be tried. Knows
 * {@code client} and {@code write}, which sets the winning values on the survivor.
 */
@NullMarked
package io.onefunnel.hubspot.merge;

import org.jspecify.annotations.NullMarked;
