/**
 * What all parts read and write of the vendors' records: tables {@code record content record_link field_set connection
 * dirty_record dirty_person}, and {@code touch response} for reading. In go references as vendors name them; out come our
 * numbers for them, and the records and events as they are stored now, with what we wrote since laid over them. Whoever
 * changes a record notes here who has to be resolved or decided again.
 */
@NullMarked
package io.onefunnel.store.records;

import org.jspecify.annotations.NullMarked;
