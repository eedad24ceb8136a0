package io.onefunnel.salesforce.pull;

import io.onefunnel.spi.AdapterContext.CallListener;
import io.onefunnel.spi.AdapterErrorCode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Keeps what it hears of the calls of other threads, until the thread that uses the adapter passes it on. */
final class BufferedCallListener implements CallListener {
    private final CallListener listener;
    private final Queue<Consumer<CallListener>> told = new ConcurrentLinkedQueue<>();

    BufferedCallListener(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void called(String operation, Duration took, String outcome) {
        told.add(to -> to.called(operation, took, outcome));
    }

    @Override
    public void retried(String operation, int attempt, AdapterErrorCode code) {
        told.add(to -> to.retried(operation, attempt, code));
    }

    @Override
    public void gaveUp(String operation, int attempts, AdapterErrorCode code) {
        told.add(to -> to.gaveUp(operation, attempts, code));
    }

    void pass() {
        for (Consumer<CallListener> each = told.poll(); each != null; each = told.poll()) each.accept(listener);
    }
}
