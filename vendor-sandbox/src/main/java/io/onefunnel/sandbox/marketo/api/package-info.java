/**
 * The instance's protocol, the same for every endpoint: a call taken apart, routes, envelopes, pages, dates, error
 * codes, the refusal of a call and of a single row, and the settings. Knows no record type.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.api;

import org.jspecify.annotations.NullMarked;
