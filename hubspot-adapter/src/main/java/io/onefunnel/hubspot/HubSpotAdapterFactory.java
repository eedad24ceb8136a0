package io.onefunnel.hubspot;

import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.spi.option.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    public UninstallNotes uninstallNotes(Path home) {
        return new UninstallNotes(
                // Archived records and definitions: docs/developer/hubspot.md
                "they are archived with their values; HubSpot keeps them for 90 days in its bin",
                "they stay",
                "Settings > Integrations: delete the private app or service key, or uninstall the app",
                Optional.empty());
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        // Retries are the adapter's own: OkHttp's would repeat a write whose answer was lost.
        OkHttpClient client = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(Portal.WRITES + Portal.SEARCHES, 5, TimeUnit.MINUTES))
                .connectTimeout(CONNECT)
                .readTimeout(ANSWER)
                .writeTimeout(ANSWER)
                .build();
        return new HubSpotAdapter(settings, context, client);
    }
}
