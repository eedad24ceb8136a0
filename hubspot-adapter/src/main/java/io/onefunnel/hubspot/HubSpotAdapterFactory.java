package io.onefunnel.hubspot;

import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import java.time.Duration;
import java.util.List;
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
    public List<Option> options() {
        return HubSpotOptions.ALL;
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        if (!settings.secrets().containsKey(HubSpotOptions.TOKEN)) {
            settings.required(HubSpotOptions.CLIENT_ID);
            for (String secret : List.of(HubSpotOptions.CLIENT_SECRET, HubSpotOptions.REFRESH_TOKEN)) {
                if (!settings.secrets().containsKey(secret)) {
                    throw new IllegalArgumentException("connections." + settings.id() + "." + HubSpotOptions.TOKEN
                            + " is missing, and so is " + secret);
                }
            }
        }
        // Retries are the adapter's own: OkHttp's would repeat a write whose answer was lost.
        OkHttpClient client = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT)
                .readTimeout(ANSWER)
                .writeTimeout(ANSWER)
                .build();
        return new HubSpotAdapter(settings, context, client);
    }
}
