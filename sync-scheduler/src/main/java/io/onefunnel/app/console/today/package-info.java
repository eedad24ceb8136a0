/**
 * The first page: is everything well, and what needs me? Goes in: how the installation stands and whose timers run. Comes
 * out: one sentence, the figures and the rows behind them; from here an admin stops all writing.
 */
@NullMarked
package io.onefunnel.app.console.today;

import org.jspecify.annotations.NullMarked;
