/** What a test or the demo may ask of the sandbox: state, call counts, faults, latency, time. */
@NullMarked
package io.onefunnel.sandbox.control;

import org.jspecify.annotations.NullMarked;
