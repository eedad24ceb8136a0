/**
 * One class for each timer: what starts it, what it promises, what keeps it, and the lines that explain it. In: a person's work
 * ({@link io.onefunnel.sla.timer.SlaContext}) and the policy. Out: a timer with its status, and when time alone would change it.
 */
@NullMarked
package io.onefunnel.sla.timer;

import org.jspecify.annotations.NullMarked;
