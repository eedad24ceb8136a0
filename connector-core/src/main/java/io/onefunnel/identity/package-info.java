/**
 * Which records are one person: keys by which they find each other, rules by which they are joined, ids that survive
 * merges and splits, the record that carries the work, and proposals for merging duplicates of one system. Decides from
 * model values alone; the result depends on records and vetoes, never on their order.
 */
@NullMarked
package io.onefunnel.identity;

import org.jspecify.annotations.NullMarked;
