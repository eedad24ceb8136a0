package io.onefunnel.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Makes the HTTP clients of adapters, with what must hold for all of them. */
public final class VendorHttp {
    private VendorHttp() {}

    /**
     * How much patience an adapter has with its vendor.
     *
     * @param connect for the connection to be made
     * @param silence for the next byte, of either side
     * @param call for a call from its first byte to the last of its answer, however it is spread
     * @param mostBytes of an answer, unpacked
     */
    public record Patience(Duration connect, Duration silence, Duration call, long mostBytes) {}

    /**
     * A client to which an adapter adds what is its own. It repeats nothing: a silent second attempt would write twice, and
     * whether to repeat is decided where it is known what was sent. It follows no redirect: the request holds a secret, and
     * is not taken to where an answer points. What is larger than was agreed fails with {@link AnswerTooLargeException}
     * while it is read, and what lasts longer with an {@link java.io.InterruptedIOException}.
     */
    public static OkHttpClient.Builder client(Patience patience) {
        return patient(new OkHttpClient.Builder(), patience)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false);
    }

    /** A client like another one, with another patience; both share connections. */
    public static OkHttpClient with(OkHttpClient other, Patience patience) {
        return patient(other.newBuilder(), patience).build();
    }

    private static OkHttpClient.Builder patient(OkHttpClient.Builder builder, Patience patience) {
        builder.interceptors().removeIf(SizeLimit.class::isInstance);
        return builder.connectTimeout(patience.connect())
                .readTimeout(patience.silence())
                .writeTimeout(patience.silence())
                .callTimeout(patience.call())
                .addInterceptor(new SizeLimit(patience.mostBytes()));
    }

    /**
     * Where an answer wants to send the caller: the origin alone, for an admin's eyes; empty when it is no redirect. It was
     * not followed, so that nothing was done.
     */
    public static Optional<String> movedTo(Response response) {
        if (response.code() / 100 != 3) return Optional.empty();
        String location = response.header("Location");
        HttpUrl url = location == null ? null : response.request().url().resolve(location);
        return Optional.of(url == null ? "an address that it does not name" : origin(url));
    }

    /** The type of an answer without its parameters, "text/html" of "text/html;charset=utf-8"; empty when it has none. */
    public static String mediaType(Response response) {
        String type = response.header("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip();
    }

    /**
     * Whether it was the connection that did not come about in time, so that nothing was sent. OkHttp has one class for that
     * and for an answer that is late, and tells them apart by its words alone.
     */
    public static boolean isLateToConnect(IOException failed) {
        return failed instanceof InterruptedIOException
                && String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
    }

    private static String origin(HttpUrl url) {
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return url.scheme() + "://" + url.host() + (usual ? "" : ":" + url.port());
    }

    /** Counts what is read after it was unpacked: OkHttp unpacks below the interceptors of an application. */
    private record SizeLimit(long most) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            Response response = chain.proceed(chain.request());
            ResponseBody body = response.body();
            Source counted = new ForwardingSource(body.source()) {
                private long read;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    long got = super.read(sink, byteCount);
                    if (got > 0) read += got;
                    if (read > most) {
                        throw new AnswerTooLargeException(chain.request().url().host(), most);
                    }
                    return got;
                }
            };
            return response.newBuilder()
                    .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), body.contentLength()))
                    .build();
        }
    }
}
