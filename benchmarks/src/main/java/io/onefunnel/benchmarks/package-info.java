/** Figures, each beside a peer's. */
@NullMarked
package io.onefunnel.benchmarks;

import org.jspecify.annotations.NullMarked;
