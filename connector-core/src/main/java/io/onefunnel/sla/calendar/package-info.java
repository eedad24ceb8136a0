/**
 * Business time. In: the calendars of the policy, with zones, opening hours and holidays. Out: due instants and lengths counted in
 * open time alone. Open windows are instants, so that summer time, lunch breaks and holidays are exact.
 */
@NullMarked
package io.onefunnel.sla.calendar;

import org.jspecify.annotations.NullMarked;
