package io.onefunnel.marketo;

import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A server that notes every call and may answer, or change the answer, before the vendor behind it. */
public final class RecordingProxy implements AutoCloseable {
    private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
    private final Function<HttpCall, HttpAnswer> vendor;
    private final VendorServer server;
    private volatile BiFunction<HttpCall, Function<HttpCall, HttpAnswer>, HttpAnswer> between =
            (call, next) -> next.apply(call);

    public RecordingProxy(Function<HttpCall, HttpAnswer> vendor) {
        this.vendor = vendor;
        server = new VendorServer(0, this::answer, new Faults());
        server.start();
    }

    /** @param answering what is answered to a call, given the vendor behind */
    public void between(BiFunction<HttpCall, Function<HttpCall, HttpAnswer>, HttpAnswer> answering) {
        between = answering;
    }

    public String url() {
        return server.url();
    }

    public List<HttpCall> calls() {
        return calls;
    }

    public void forget() {
        calls.clear();
    }

    public long count(String pathPart) {
        return calls.stream()
                .filter(call -> (call.method() + " " + call.path()).contains(pathPart))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }

    private HttpAnswer answer(HttpCall call) {
        calls.add(call);
        return between.apply(call, vendor);
    }
}
