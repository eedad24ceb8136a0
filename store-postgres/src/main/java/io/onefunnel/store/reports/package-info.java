/**
 * Reads the report views, which stand in {@code db/reports}, one a file. In goes the name of a report, at most with a
 * filter and an order; out come its rows, whole or a page at a time.
 */
@NullMarked
package io.onefunnel.store.reports;

import org.jspecify.annotations.NullMarked;
