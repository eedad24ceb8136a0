package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;

/** Waiting the way the application lends it. */
final class Pauses {
    private Pauses() {}

    static void pause(AdapterContext context, Duration time) {
        if (time.isZero() || time.isNegative()) return;
        try {
            context.pause().pause(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw RefusedException.of(AdapterErrorCode.UNREACHABLE, "stopped while waiting for Marketo");
        }
    }
}
