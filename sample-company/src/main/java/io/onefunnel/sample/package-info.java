/**
 * The local vendors as a program, filled with something to look at. In go the options of {@code ./onefunnel sandbox};
 * out come addresses and credentials, printed on one line once the three vendors answer, each holding the invented
 * company, what an admin's own files say, or nothing. Here and not in the sandbox, because a vendor does not know who
 * its customer is.
 */
@NullMarked
package io.onefunnel.sample;

import org.jspecify.annotations.NullMarked;
