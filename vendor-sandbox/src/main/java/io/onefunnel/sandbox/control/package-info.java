/**
 * What a test or the demo may ask of the sandbox and no vendor offers: state, call counts, the audit of writes,
 * faults, latency, settings, time and work by hand. In go requests with JSON, out comes JSON; what is asked of one
 * vendor is passed on to it.
 */
@NullMarked
package io.onefunnel.sandbox.control;

import org.jspecify.annotations.NullMarked;
