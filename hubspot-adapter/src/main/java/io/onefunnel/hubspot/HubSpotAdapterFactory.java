package io.onefunnel.hubspot;

import io.onefunnel.hubspot.client.Parallel;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.option.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Makes adapters for HubSpot portals. */
public final class HubSpotAdapterFactory implements AdapterFactory {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    // HubSpot itself gives up after less; a batch of a hundred wide records takes seconds.
    private static final Duration ANSWER = Duration.ofSeconds(60);

    @Override
    public SystemId system() {
        return SystemId.HUBSPOT;
    }

    @Override
    public List<Option<?>> options() {
        return HubSpotOptions.ALL;
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        // Retries are the adapter's own: OkHttp's would repeat a write whose answer was lost.
        OkHttpClient client = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(Parallel.WRITES + Parallel.SEARCHES, 5, TimeUnit.MINUTES))
                .connectTimeout(CONNECT)
                .readTimeout(ANSWER)
                .writeTimeout(ANSWER)
                .build();
        return new HubSpotAdapter(settings, context, client);
    }
}
