/**
 * Who brought a person in, and through whom. In: a case file with the colleagues' own attributions, and the policy. Out: an
 * {@link io.onefunnel.model.Attribution} that keeps the original source over any number of referrals.
 */
@NullMarked
package io.onefunnel.attribution;

import org.jspecify.annotations.NullMarked;
