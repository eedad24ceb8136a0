package io.onefunnel.app.view;

import io.onefunnel.state.Store;
import java.time.Instant;
import java.util.Locale;

/** What a plan rests on, in a sentence: it knows no more than was read and decided when it was made. */
public final class PlanBasis {
    private PlanBasis() {}

    /**
     * @param inputsHash of what decisions are made with now
     * @param nothing whether the plan is empty
     * @return empty when there is nothing to add
     */
    public static String of(Store store, String inputsHash, Instant now, boolean nothing) {
        long undecided = store.decisions().waiting(now, inputsHash);
        if (undecided > 0) {
            return String.format(
                    Locale.ROOT,
                    "%,d people wait for a decision: what follows from it is not in this plan yet.",
                    undecided);
        }
        if (!nothing) return "";
        if (store.people().count() == 0) return "Nobody was read and joined yet: run `onefunnel sync`.";
        return store.ledger().rejected(1).isEmpty() ? "Every system holds what it should." : "";
    }
}
