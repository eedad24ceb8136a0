/**
 * Where a person stands: which stages were entered by which fact, what sales concluded, which record carries the work and
 * what should be done next. In: a case file, the score, the policy and an instant. Out: entries to append, a disposition,
 * a work item, one line for a rep. Facts later than the instant are not looked at.
 */
@NullMarked
package io.onefunnel.funnel;

import org.jspecify.annotations.NullMarked;
