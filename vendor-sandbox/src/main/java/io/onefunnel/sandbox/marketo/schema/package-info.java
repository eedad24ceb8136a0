/**
 * The fields of a record type: those of every instance, read from tables beside this package's classes, and those
 * that the API adds; and what a data type makes of a value.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.schema;

import org.jspecify.annotations.NullMarked;
