/**
 * Who may call and how often: the identity endpoint with its one token, the limits of the rate, the concurrency and
 * the day, and how much of the day is used.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.auth;

import org.jspecify.annotations.NullMarked;
