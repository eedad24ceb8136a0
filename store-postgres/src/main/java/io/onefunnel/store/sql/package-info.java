/**
 * Transactions, plain SQL and what columns hold. In go statements with their arguments and model values; out come rows as
 * Java types. A transaction may be bound to a lease, rows may be copied by the thousand, and what fails says so without
 * quoting a row.
 */
@NullMarked
package io.onefunnel.store.sql;

import org.jspecify.annotations.NullMarked;
