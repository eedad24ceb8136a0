package io.onefunnel.state;

import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Runs.Shortfall;

/** How a vendor's refusal is named in a run. */
public final class Shortfalls {
    private Shortfalls() {}

    public static Shortfall of(String what, Progress.Postponed postponed) {
        return new Shortfall(
                what, postponed.why(), "nothing; the first run after " + postponed.notBefore() + " goes on by itself");
    }

    public static Shortfall of(String what, AdapterException failed) {
        String why = failed.code() + ": " + failed.getMessage();
        String remedy = switch (failed.code().recovery()) {
            case RETRY_LATER, REAUTHENTICATE -> "tried again at the next run";
            case STOP_UNTIL_QUOTA_RESET ->
                failed.notBefore().map(at -> "goes on after " + at).orElse("goes on when the vendor renews the quota");
            case ASK_ADMIN -> "run `onefunnel doctor`";
            case SKIP_RECORD -> "";
        };
        return new Shortfall(what, why, remedy);
    }
}
