package io.onefunnel.marketo;

import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import io.onefunnel.sandbox.http.VendorServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A server that notes every call and may answer, or change the answer, before the vendor behind it. */
final class Watched implements AutoCloseable {
    private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
    private final Function<HttpCall, HttpAnswer> vendor;
    private final VendorServer server;
    private volatile BiFunction<HttpCall, Function<HttpCall, HttpAnswer>, HttpAnswer> between =
            (call, next) -> next.apply(call);

    Watched(Function<HttpCall, HttpAnswer> vendor) {
        this.vendor = vendor;
        server = new VendorServer(0, this::answer, new Faults());
        server.start();
    }

    /** @param answering what is answered to a call, given the vendor behind */
    void between(BiFunction<HttpCall, Function<HttpCall, HttpAnswer>, HttpAnswer> answering) {
        between = answering;
    }

    String url() {
        return server.url();
    }

    List<HttpCall> calls() {
        return calls;
    }

    void forget() {
        calls.clear();
    }

    long count(String pathPart) {
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
