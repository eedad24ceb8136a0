/**
 * What is written to an instance: fields of leads, and outcomes of sales in all the places that Marketo has for them.
 * Commands go in; one outcome for each comes out, whatever becomes of the batch that it travelled in. Knows {@code client}
 * alone.
 */
@NullMarked
package io.onefunnel.marketo.write;

import org.jspecify.annotations.NullMarked;
