/**
 * The store in PostgreSQL. {@link io.onefunnel.store.PostgresStore} brings the tables up to date, opens the pool and hands
 * out one part for each interface of {@code io.onefunnel.state}. The parts ({@code mirror people decisions ledger runs
 * tokens reports}) know {@code sql} and {@code records}, and none knows another or this package.
 */
@NullMarked
package io.onefunnel.store;

import org.jspecify.annotations.NullMarked;
