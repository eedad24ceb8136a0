package io.onefunnel.settings;

import java.util.List;
import java.util.TreeSet;

/** Collects the problems of one or several files, so that an admin mends them in one go. Used by one thread. */
public final class Problems {
    private final TreeSet<Problem> found = new TreeSet<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    /** In the order of files and lines. */
    public List<Problem> list() {
        return List.copyOf(found);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws SettingsException naming every problem, when there is one */
    public void throwIfAny() {
        if (!found.isEmpty()) throw new SettingsException(list());
    }
}
