package io.onefunnel.app.engine;

/** Told how far a step has come, by several threads at once. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * @param step "pull salesforce", "decide" ...
     * @param more units done since it was last told
     */
    void progress(String step, int more);

    ProgressListener NONE = (step, more) -> {};
}
