package io.onefunnel.app.console.page;

import io.onefunnel.model.SlaTimer;

/** Shape as well as colour says how a timer stands. */
public final class Mark {
    private Mark() {}

    /** The name by which the template and the style sheet know it. */
    public static String of(SlaTimer.Status status) {
        return switch (status) {
            case MISSED -> "late";
            case AT_RISK -> "risk";
            case MET -> "met";
            case PAUSED -> "paused";
            case ON_TRACK, EXTENDED, NOT_APPLICABLE -> "open";
        };
    }
}
