package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.option.Option;
import io.onefunnel.spi.option.OptionValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the admin configured for one connection, checked. Which account it is pinned to is not said here: an adapter speaks
 * to the account that its options and credentials lead to, and {@code io.onefunnel.spi.account} sees that it is the right
 * one.
 *
 * @param options the plain options that were given
 * @param secrets secret values by key, read anew at each call, so that a rotated file is seen after a 401; never logged
 * @param credentials credentials of their own for some uses; a use that is not among them has the connection's
 */
public record ConnectionSettings(
        ConnectionId id,
        OptionValues options,
        Map<String, Supplier<String>> secrets,
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
    public record Credentials(OptionValues options, Map<String, Supplier<String>> secrets) {
        public Credentials {
            secrets = Map.copyOf(secrets);
        }
    }

    public ConnectionSettings {
        secrets = Map.copyOf(secrets);
        credentials = Map.copyOf(credentials);
    }

    /** One set of credentials for everything. */
    public ConnectionSettings(
            ConnectionId id, OptionValues options, Map<String, Supplier<String>> secrets, Mapping mapping) {
        this(id, options, secrets, mapping, Map.of());
    }

    /** Whether this use has credentials of its own. */
    public boolean separate(Use use) {
        return credentials.containsKey(use);
    }

    /** The settings as they are for one use. */
    public ConnectionSettings forUse(Use use) {
        Credentials own = credentials.get(use);
        if (own == null) return this;
        Map<String, Supplier<String>> hidden = new LinkedHashMap<>(secrets);
        hidden.putAll(own.secrets());
        return new ConnectionSettings(id, options.overlaidBy(own.options()), hidden, mapping);
    }

    /** The value of an option that is required or has a default. Never a secret's. */
    public <T> T get(Option<T> option) {
        return options.get(option);
    }

    /** The value of an option, or its default; empty when it was left out and has none. */
    public <T> Optional<T> find(Option<T> option) {
        return options.find(option);
    }

    /** Whether the secret is configured; it may be missing from where it is said to be. */
    public boolean has(Option<String> secret) {
        return secrets.containsKey(secret.key());
    }

    /**
     * The secret as it is now.
     *
     * @throws AdapterException CREDENTIALS_REFUSED when it is not where the configuration says
     * @throws IllegalStateException when it was not configured: see {@link #has}
     */
    public String secret(Option<String> secret) {
        Supplier<String> value = secrets.get(secret.key());
        if (value == null) throw new IllegalStateException("connections." + id + "." + secret.key() + " was not given");
        return value.get();
    }
}
