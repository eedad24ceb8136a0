package io.onefunnel.salesforce.pull;

import io.onefunnel.spi.AdapterContext.CallListener;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what it hears of the calls of other threads, until the thread that uses the adapter passes it on. */
final class BufferedCallListener implements CallListener {
    private record Call(String operation, Duration took, String outcome) {}

    private final CallListener listener;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    BufferedCallListener(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void called(String operation, Duration took, String outcome) {
        calls.add(new Call(operation, took, outcome));
    }

    void pass() {
        for (Call call = calls.poll(); call != null; call = calls.poll()) {
            listener.called(call.operation(), call.took(), call.outcome());
        }
    }
}
