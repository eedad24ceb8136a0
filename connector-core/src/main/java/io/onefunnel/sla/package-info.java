/**
 * What was promised and whether it was kept. In: a case file, the stage entries, the inputs and an instant. Out: timers
 * with their computation, and when a timer would next change by time alone. Business time is counted in calendars whose
 * open windows are instants, so that summer time, lunch breaks and holidays are exact.
 */
@NullMarked
package io.onefunnel.sla;

import org.jspecify.annotations.NullMarked;
