/**
 * The local Marketo instance: decides which operation answers a call, whether the call counts, and what people do in
 * Marketo's screens. In go REST and bulk calls and the leads of the data fill, out come answers in the envelopes of
 * the real API, errors with HTTP 200 among them. Each part below adds its own endpoints.
 */
@NullMarked
package io.onefunnel.sandbox.marketo;

import org.jspecify.annotations.NullMarked;
