package io.onefunnel.hubspot.client;

import io.onefunnel.hubspot.client.RollingWindow.Turn;
import java.time.InstantSource;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Tells a call's turn when the request's last byte has left: what comes after that may be the vendor's work. */
final class TurnListener extends EventListener {
    private final @Nullable Turn turn;
    private final InstantSource clock;

    TurnListener(@Nullable Turn turn, InstantSource clock) {
        this.turn = turn;
        this.clock = clock;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        if (turn != null && request.body() == null) turn.sent(clock.millis());
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        if (turn != null) turn.sent(clock.millis());
    }
}
