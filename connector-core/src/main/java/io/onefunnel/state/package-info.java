/**
 * What the core needs to be kept, as interfaces cut by who needs it: {@code Pull} stores pages in the mirror, the
 * resolver joins records to people, {@code Decide} loads case files and stores decisions, the writers of {@code send} keep
 * the ledger of intended writes. Every step hands over through rows, each of its methods is one transaction, and every
 * method that changes something checks its lease first.
 */
@NullMarked
package io.onefunnel.state;

import org.jspecify.annotations.NullMarked;
