package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.Option;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** What lets us into a portal: a token that an admin gave, or the three values of an OAuth app. */
public final class Credentials {
    public static final Option<String> CLIENT_ID =
            Option.text("client-id", "OAuth: the app's client id").perUse();
    public static final Option<String> CLIENT_SECRET = Option.secret("client-secret", "OAuth: the app's client secret");
    public static final Option<String> REFRESH_TOKEN =
            Option.secret("refresh-token", "OAuth: the refresh token of this portal's installation");
    public static final Option<String> TOKEN = Option.secret(
                    "token", "service key or private app token (pat-...); or give the three OAuth values")
            .requiredUnless(CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN);

    private Credentials() {}

    /** @param vaultPrefix tells this use's refresh token from the others of the connection */
    static TokenSource tokens(
            ConnectionSettings settings,
            String vaultPrefix,
            ClientOptions options,
            AdapterContext context,
            OkHttpClient http) {
        if (settings.has(TOKEN)) return new StaticToken(() -> settings.secret(TOKEN));
        HttpUrl url = options.baseUrl()
                .newBuilder()
                .addEncodedPathSegments(options.paths().token().substring(1))
                .build();
        return new OAuthTokens(http, url, settings, context, vaultPrefix + REFRESH_TOKEN.key());
    }
}
