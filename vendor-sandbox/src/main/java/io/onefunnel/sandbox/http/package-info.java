/**
 * Puts a vendor on a loopback port. WireMock does the HTTP; in go its requests, out come the vendor's answers, or
 * the faults that every vendor has alike: latency, resets, and answers that are not the vendor's.
 */
@NullMarked
package io.onefunnel.sandbox.http;

import org.jspecify.annotations.NullMarked;
