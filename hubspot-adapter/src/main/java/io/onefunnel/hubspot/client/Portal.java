package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.call.Parallel;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.OkHttpClient;

/**
 * One portal, as all parts of the adapter share it: who speaks to it, which record is which, and the threads for calls
 * that are under way side by side. How many there are at once is decided by who starts them; how fast they go, by {@link
 * RateLimiter}.
 *
 * @param client by the connection's own credentials
 * @param separate clients by credentials that differ from those, by what they are used for
 * @param objects read by the credentials for reading
 */
public record Portal(
        HubSpotClient client,
        Map<Use, HubSpotClient> separate,
        HubSpotPaths paths,
        HubSpotObjects objects,
        MappedTypes types,
        RecordRefs refs,
        Parallel parallel,
        InstantSource clock)
        implements AutoCloseable {
    /** Batches written side by side: enough for 19 calls a second at 3.2 s latency, and for bursts of a window. */
    public static final int WRITES = 64;

    /** Searches side by side: enough for 5 a second at 1.6 s latency. */
    public static final int SEARCHES = 8;

    public static Portal of(
            ConnectionSettings settings, ClientOptions options, AdapterContext context, OkHttpClient http) {
        RateLimiter limiter = new RateLimiter(settings.id(), options, context);
        TokenSource tokens = Credentials.tokens(settings, "", options, context, http);
        HubSpotClient client = new HubSpotClient(settings.id(), http, options.baseUrl(), tokens, limiter, context);
        Map<Use, HubSpotClient> separate = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            if (!settings.separate(use)) continue;
            String prefix = use.name().toLowerCase(Locale.ROOT) + ".";
            separate.put(use, client.with(Credentials.tokens(settings.forUse(use), prefix, options, context, http)));
        }
        Parallel parallel = Parallel.unlimited("hubspot-" + settings.id());
        MappedTypes types = new MappedTypes(settings.mapping());
        return new Portal(
                client,
                Collections.unmodifiableMap(separate),
                options.paths(),
                new HubSpotObjects(separate.getOrDefault(Use.READ, client), options.paths(), parallel),
                types,
                new RecordRefs(settings.id(), types),
                parallel,
                context.clock());
    }

    /** A use without credentials of its own has those of the connection. */
    public HubSpotClient client(Use use) {
        return separate.getOrDefault(use, client);
    }

    @Override
    public void close() {
        parallel.close();
        client.close();
    }
}
