package io.onefunnel.marketo.client;

import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.Option;

/** The custom service (LaunchPoint) of a connection, as its settings name it now: a rotated secret is seen at once. */
public record CustomService(ConnectionSettings settings) implements AccessTokens.Credentials {
    public static final Option<String> CLIENT_ID = Option.secret(
                    "client-id", "client id of the custom service (LaunchPoint)")
            .required();
    public static final Option<String> CLIENT_SECRET = Option.secret(
                    "client-secret", "client secret of the custom service")
            .required();

    @Override
    public String clientId() {
        return settings.secret(CLIENT_ID);
    }

    @Override
    public String clientSecret() {
        return settings.secret(CLIENT_SECRET);
    }
}
