/**
 * Who may work and what the work brought: tables {@code lease run run_shortfall pause}.
 */
@NullMarked
package io.onefunnel.store.runs;

import org.jspecify.annotations.NullMarked;
