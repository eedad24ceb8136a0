/**
 * How likely a person is to go on, as points that can be taken apart. In: a case file, the rules and an instant. Out: a
 * {@link io.onefunnel.model.LeadScore} whose value is the sum of its terms, and when time alone would change it.
 */
@NullMarked
package io.onefunnel.scoring;

import org.jspecify.annotations.NullMarked;
