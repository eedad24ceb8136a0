package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import okhttp3.OkHttpClient;

/**
 * One portal, as all parts of the adapter share it: who speaks to it, which record is which, and the threads for calls
 * that are under way side by side.
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

    public static Portal of(
            ConnectionSettings settings, ClientOptions options, AdapterContext context, OkHttpClient http) {
        RateLimiter limiter = new RateLimiter(settings.id().value(), options, context);
        TokenSource tokens = Credentials.tokens(settings, "", options, context, http);
        HubSpotClient client = new HubSpotClient(settings.id(), http, options.baseUrl(), tokens, limiter, context);
        Map<Use, HubSpotClient> separate = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            if (!settings.separate(use)) continue;
            String prefix = use.name().toLowerCase(Locale.ROOT) + ".";
            separate.put(use, client.with(Credentials.tokens(settings.forUse(use), prefix, options, context, http)));
        }
        Parallel parallel = new Parallel(settings.id().value());
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
