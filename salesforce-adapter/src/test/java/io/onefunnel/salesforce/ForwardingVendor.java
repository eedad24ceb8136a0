package io.onefunnel.salesforce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A front before the sandbox: a test answers some requests itself, the others go through. */
public final class ForwardingVendor implements AutoCloseable {
    private final OkHttpClient client = new OkHttpClient();
    private final String behind;
    public final PlainVendor front;

    public ForwardingVendor(String behind, Function<PlainVendor.Request, Optional<PlainVendor.Answer>> own) {
        this.behind = behind;
        this.front = new PlainVendor(request -> own.apply(request).orElseGet(() -> forward(request)));
    }

    /** What the sandbox answers, handed on as it came. */
    public PlainVendor.Answer forward(PlainVendor.Request request) {
        Request.Builder forwarded = new Request.Builder().url(behind + request.path());
        request.headers().forEach((name, value) -> {
            boolean ours = name.equalsIgnoreCase("Content-length")
                    || name.equalsIgnoreCase("Content-encoding")
                    || name.equalsIgnoreCase("Accept-encoding");
            // With the host that was asked: where the client reached the org is where it is told to go on.
            if (!ours) forwarded.header(name, value);
        });
        String type = request.headers().getOrDefault("Content-type", "text/plain");
        boolean hasBody = !request.method().equals("GET");
        forwarded.method(request.method(), hasBody ? RequestBody.create(request.body(), MediaType.get(type)) : null);
        try (Response answer = client.newCall(forwarded.build()).execute()) {
            PlainVendor.Answer passed = new PlainVendor.Answer(
                    answer.code(),
                    String.valueOf(answer.header("Content-Type", "text/plain")),
                    answer.body().string(),
                    Map.of());
            for (String name : answer.headers().names()) {
                if (name.startsWith("Sforce") || name.startsWith("sforce")) {
                    passed = passed.with(name, String.valueOf(answer.header(name)));
                }
            }
            return passed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        front.close();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
