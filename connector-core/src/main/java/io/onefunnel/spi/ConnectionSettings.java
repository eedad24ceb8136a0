package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the admin configured for one connection.
 *
 * @param options plain values by key
 * @param secrets secret values by key, read anew at each call, so that a rotated file is seen after a 401; never logged
 * @param accountId the account that this connection is pinned to, once known
 */
public record ConnectionSettings(
        ConnectionId id,
        Map<String, String> options,
        Map<String, Supplier<String>> secrets,
        Optional<String> accountId,
        Mapping mapping) {
    public ConnectionSettings {
        options = Map.copyOf(options);
        secrets = Map.copyOf(secrets);
    }

    /** A plain option, or a default. */
    public String option(String key, String otherwise) {
        return options.getOrDefault(key, otherwise);
    }

    /** @throws IllegalArgumentException when the option is missing */
    public String required(String key) {
        String value = options.get(key);
        if (value == null) throw new IllegalArgumentException("connections." + id + "." + key + " is missing");
        return value;
    }

    /** @throws IllegalArgumentException when the secret is missing */
    public String secret(String key) {
        Supplier<String> value = secrets.get(key);
        if (value == null) throw new IllegalArgumentException("connections." + id + "." + key + " is missing");
        return value.get();
    }
}
