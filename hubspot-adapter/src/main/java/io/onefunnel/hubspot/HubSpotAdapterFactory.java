package io.onefunnel.hubspot;

import io.onefunnel.http.VendorHttp;
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
    /**
     * HubSpot's front gives a call of its own up after 100 s (its 524: Cloudflare, "Error 524"); an answer that has begun by
     * then has twenty more to come. A property holds 65,536 characters at most (guide "notes"), a page two hundred records:
     * 128 MiB are ten such properties in each.
     */
    private static final VendorHttp.Patience PATIENCE = new VendorHttp.Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(120), 128L << 20);

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
        OkHttpClient client = VendorHttp.client(PATIENCE)
                .connectionPool(new ConnectionPool(Portal.WRITES + Portal.SEARCHES, 5, TimeUnit.MINUTES))
                .build();
        return new HubSpotAdapter(settings, context, client);
    }
}
