package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** What lets us into a portal: a token that an admin gave, or the three values of an OAuth app. */
public final class Credentials {
    public static final String TOKEN = "token";
    public static final String CLIENT_ID = "client-id";
    public static final String CLIENT_SECRET = "client-secret";
    public static final String REFRESH_TOKEN = "refresh-token";

    private Credentials() {}

    /** @throws IllegalArgumentException when the settings hold neither of the two */
    public static void require(ConnectionSettings settings) {
        if (settings.secrets().containsKey(TOKEN)) return;
        settings.required(CLIENT_ID);
        for (String secret : List.of(CLIENT_SECRET, REFRESH_TOKEN)) {
            if (!settings.secrets().containsKey(secret)) {
                throw new IllegalArgumentException(
                        "connections." + settings.id() + "." + TOKEN + " is missing, and so is " + secret);
            }
        }
    }

    /** @param vaultPrefix tells this use's refresh token from the others of the connection */
    static TokenSource tokens(
            ConnectionSettings settings,
            String vaultPrefix,
            ClientOptions options,
            AdapterContext context,
            OkHttpClient http) {
        if (settings.secrets().containsKey(TOKEN)) return new StaticToken(() -> settings.secret(TOKEN));
        HttpUrl url = options.baseUrl()
                .newBuilder()
                .addEncodedPathSegments(options.paths().token().substring(1))
                .build();
        return new OAuthTokens(http, url, settings, context, vaultPrefix + REFRESH_TOKEN);
    }
}
