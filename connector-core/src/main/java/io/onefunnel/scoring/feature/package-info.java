/**
 * What a score may rest on, as values. In: a case file, the policy and an instant. Out: one value for each question that the
 * facts answer, with the words for people, and when time alone would change an answer. Gives no points.
 */
@NullMarked
package io.onefunnel.scoring.feature;

import org.jspecify.annotations.NullMarked;
