/**
 * Records read and written: one at a time, in batches, by hand and by the data fill. Decides what a write must hold,
 * what follows from it (stages, closed deals, the primary company), and what a record looks like in JSON. Requests
 * in, replies and audited changes out.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.objects;

import org.jspecify.annotations.NullMarked;
