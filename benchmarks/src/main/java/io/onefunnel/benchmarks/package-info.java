/** Figures, each beside a peer's. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.benchmarks;
