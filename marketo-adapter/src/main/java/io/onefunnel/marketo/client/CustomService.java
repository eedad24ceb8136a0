package io.onefunnel.marketo.client;

import io.onefunnel.spi.ConnectionSettings;

/** The custom service (LaunchPoint) of a connection, as its settings name it now: a rotated secret is seen at once. */
public record CustomService(ConnectionSettings settings) implements AccessTokens.Credentials {
    public static final String CLIENT_ID = "client-id";
    public static final String CLIENT_SECRET = "client-secret";

    @Override
    public String clientId() {
        boolean secret = settings.secrets().containsKey(CLIENT_ID);
        return secret ? settings.secret(CLIENT_ID) : settings.required(CLIENT_ID);
    }

    @Override
    public String clientSecret() {
        return settings.secret(CLIENT_SECRET);
    }
}
