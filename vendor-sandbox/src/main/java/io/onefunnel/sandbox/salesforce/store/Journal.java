package io.onefunnel.sandbox.salesforce.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Undoes what a transaction changed when it does not come off. Used under the store's lock. */
final class Journal {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean open;

    /** Runs {@code work}; unless its result {@code comesOff}, nothing of it stays. One within another is part of it. */
    <T> T transaction(Supplier<T> work, Predicate<T> comesOff) {
        if (open) return work.get();
        open = true;
        boolean done = false;
        try {
            T result = work.get();
            done = comesOff.test(result);
            return result;
        } finally {
            open = false;
            if (!done) rollBack();
            undo.clear();
            List<Runnable> due = done ? List.copyOf(afterwards) : List.of();
            afterwards.clear();
            due.forEach(Runnable::run);
        }
    }

    /** Notes how a change is undone; outside a transaction there is nothing to note. */
    void undoBy(Runnable step) {
        if (open) undo.push(step);
    }

    /** Does what must happen only once the transaction has come off. */
    void afterwards(Runnable step) {
        if (open) {
            afterwards.add(step);
        } else {
            step.run();
        }
    }

    private void rollBack() {
        while (!undo.isEmpty()) undo.pop().run();
    }
}
