/**
 * Scores as sums of points. In: features and one table of points for each. Out: a score whose terms are the reasons. The cold
 * start is such a model, written by hand in {@code config/scoring.yaml}.
 */
@NullMarked
package io.onefunnel.scoring.additive;

import org.jspecify.annotations.NullMarked;
