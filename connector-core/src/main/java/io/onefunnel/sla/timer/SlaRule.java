package io.onefunnel.sla.timer;

/** One promise with its timer. Decides from the policy that it was made with and from a piece of work, and keeps nothing of it. */
public interface SlaRule {
    /** {@link Verdict#NONE} where this promise does not hold for the work. */
    Verdict judge(SlaContext work);
}
