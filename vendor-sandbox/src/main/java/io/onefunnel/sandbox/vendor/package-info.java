/**
 * What a simulated vendor is, and what each of them is given: a clock that can be moved ahead, a counter of calls,
 * an audit of writes and the faults that wait to happen. In goes a call, out comes an answer, both as plain values;
 * nothing here knows a vendor's protocol or a port.
 */
@NullMarked
package io.onefunnel.sandbox.vendor;

import org.jspecify.annotations.NullMarked;
