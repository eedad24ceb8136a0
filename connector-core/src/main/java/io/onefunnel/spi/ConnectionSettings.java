package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the admin configured for one connection.
 *
 * @param options plain values by key
 * @param secrets secret values by key, read anew at each call, so that a rotated file is seen after a 401; never logged
 * @param accountId the account that this connection is pinned to, once known
 * @param credentials credentials of their own for some uses; a use that is not among them has the connection's
 */
public record ConnectionSettings(
        ConnectionId id,
        Map<String, String> options,
        Map<String, Supplier<String>> secrets,
        Optional<String> accountId,
        Mapping mapping,
        Map<Use, Credentials> credentials) {
    /** What credentials are used for. Least privilege: who reads need not be able to merge. */
    public enum Use {
        READ,
        /** Setting field values, making tasks, linking referrals. */
        WRITE,
        MERGE,
        /** Giving records to another owner. */
        REASSIGN
    }

    /** Options and secrets that take the place of the connection's, key by key. */
    public record Credentials(Map<String, String> options, Map<String, Supplier<String>> secrets) {
        public Credentials {
            options = Map.copyOf(options);
            secrets = Map.copyOf(secrets);
        }
    }

    public ConnectionSettings {
        options = Map.copyOf(options);
        secrets = Map.copyOf(secrets);
        credentials = Map.copyOf(credentials);
    }

    /** One set of credentials for everything. */
    public ConnectionSettings(
            ConnectionId id,
            Map<String, String> options,
            Map<String, Supplier<String>> secrets,
            Optional<String> accountId,
            Mapping mapping) {
        this(id, options, secrets, accountId, mapping, Map.of());
    }

    /** The same, pinned to an account. */
    public ConnectionSettings of(Optional<String> account) {
        return new ConnectionSettings(id, options, secrets, account, mapping, credentials);
    }

    /** Whether this use has credentials of its own. */
    public boolean separate(Use use) {
        return credentials.containsKey(use);
    }

    /** The settings as they are for one use. */
    public ConnectionSettings forUse(Use use) {
        Credentials own = credentials.get(use);
        if (own == null) return this;
        Map<String, String> overlaid = new LinkedHashMap<>(options);
        overlaid.putAll(own.options());
        Map<String, Supplier<String>> hidden = new LinkedHashMap<>(secrets);
        hidden.putAll(own.secrets());
        return new ConnectionSettings(id, overlaid, hidden, accountId, mapping);
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
