/**
 * What adapters share in making calls: how long lists are cut ({@link io.onefunnel.spi.call.Chunks}), what is done side by
 * side ({@link io.onefunnel.spi.call.Parallel}), and what is done again after a failure
 * ({@link io.onefunnel.spi.call.Backoff}). The figures are the adapters': each gives a {@link
 * io.onefunnel.spi.call.RetryPolicy}. An adapter may use it and need not. Nobody else knows resilience4j.
 */
@NullMarked
package io.onefunnel.spi.call;

import org.jspecify.annotations.NullMarked;
