package io.onefunnel.salesforce.client;

import com.sforce.ws.ConnectorConfig;
import com.sforce.ws.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Carries force-wsc's envelopes over OkHttp: one pool and one set of timeouts, where force-wsc by itself would wait for
 * ever. force-wsc makes a new object for every call.
 */
final class OkHttpTransport implements Transport {
    private static final MediaType XML = MediaType.get("text/xml; charset=UTF-8");

    private final OkHttpClient client;
    private final Semaphore inFlight;
    private final ByteArrayOutputStream envelope = new ByteArrayOutputStream(4096);
    private final Map<String, String> headers = new HashMap<>();
    private String address = "";
    private boolean successful;

    /** @param inFlight a permit for each call that may be under way; preparing and reading one needs none */
    OkHttpTransport(OkHttpClient client, Semaphore inFlight) {
        this.client = client;
        this.inFlight = inFlight;
    }

    @Override
    public void setConfig(ConnectorConfig config) {
        Map<String, String> configured = config.getHeaders();
        if (configured != null) headers.putAll(configured);
    }

    @Override
    public OutputStream connect(String url, String soapAction) throws IOException {
        headers.put("SOAPAction", soapAction == null ? "\"\"" : "\"" + soapAction + "\"");
        return connect(url, new HashMap<>(), true);
    }

    @Override
    public OutputStream connect(String url, HashMap<String, String> more) throws IOException {
        return connect(url, more, true);
    }

    @Override
    public OutputStream connect(String url, @Nullable HashMap<String, String> more, boolean compress)
            throws IOException {
        address = url;
        if (more != null) headers.putAll(more);
        headers.put("Content-Encoding", "gzip");
        return new GZIPOutputStream(envelope);
    }

    /** Sends the envelope; OkHttp asks for gzip and unpacks the answer by itself. */
    @Override
    public InputStream getContent() throws IOException {
        Request.Builder request =
                new Request.Builder().url(address).post(RequestBody.create(envelope.toByteArray(), XML));
        headers.forEach(request::header);
        inFlight.acquireUninterruptibly();
        try (Response response = client.newCall(request.build()).execute()) {
            successful = response.isSuccessful();
            return new ByteArrayInputStream(KnownCodes.in(HttpAnswers.envelope(response)));
        } finally {
            inFlight.release();
        }
    }

    @Override
    public boolean isSuccessful() {
        return successful;
    }
}
