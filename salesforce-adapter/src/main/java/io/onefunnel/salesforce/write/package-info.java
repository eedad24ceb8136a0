/**
 * What is written to records. In go commands, out comes one outcome for each, in the same order. Which rows travel
 * together is decided here, what a refused row means, and when it is sent again; a write that has no answer stays
 * unknown until it is settled by reading.
 *
 * <p>It knows {@code client}, and {@code pull} for one reason: a writer reads the record, as a pull would, before it
 * overwrites it and when it settles.
 */
@NullMarked
package io.onefunnel.salesforce.write;

import org.jspecify.annotations.NullMarked;
