package io.onefunnel.app.console.today;

import io.onefunnel.state.Runs;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Stops all writing at once, and allows it again. */
public final class WritingPause {
    private final Runs runs;
    private final InstantSource clock;

    public WritingPause(Runs runs, InstantSource clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** @param reason as typed; shown to whoever asks */
    public void pause(String who, @Nullable String reason) {
        String why = reason == null || reason.isBlank() ? "no reason given" : reason.strip();
        runs.pause(why, who, clock.instant());
    }

    public void resume(String who) {
        runs.resume(who, clock.instant());
    }
}
