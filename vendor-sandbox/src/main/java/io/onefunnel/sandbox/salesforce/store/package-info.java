/**
 * The org's records: compact rows, indexes by stamp and by reference, and the changes that Salesforce makes to them
 * by itself (merges, conversions, histories, derived fields). Rows that were checked come in, rows go out.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.store;

import org.jspecify.annotations.NullMarked;
