package io.onefunnel.config;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.settings.SecretMissingException;
import io.onefunnel.settings.SecretReference;
import io.onefunnel.settings.Settings;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Credentials;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads one connection of {@code config/onefunnel.yaml} by the options that its adapter declares. */
public final class ConnectionSection {
    private ConnectionSection() {}

    /**
     * The connection's settings; what is wrong with them is recorded in {@link Settings#problems}. Keys that every
     * connection has are the caller's to read.
     *
     * @param accountId the account that the connection is pinned to, once known
     */
    public static ConnectionSettings read(
            Settings section, ConnectionId id, AdapterFactory factory, Optional<String> accountId, Mapping mapping) {
        Credentials shared = credentials(section, factory);
        for (AdapterFactory.Option option : factory.options()) {
            section.check(
                    !option.required() || section.has(option.key()), option.key(), "is missing: " + option.meaning());
        }
        Map<Use, Credentials> separate = new EnumMap<>(Use.class);
        Settings uses = section.section("credentials");
        for (Use use : Use.values()) {
            String key = use.name().toLowerCase(Locale.ROOT);
            uses.knows(key);
            if (uses.has(key)) separate.put(use, credentials(uses.section(key), factory));
        }
        return new ConnectionSettings(id, shared.options(), shared.secrets(), accountId, mapping, separate);
    }

    private static Credentials credentials(Settings section, AdapterFactory factory) {
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
        for (AdapterFactory.Option option : factory.options()) {
            String key = option.key();
            if (option.secret()) {
                section.optionalSecret(key).ifPresent(secret -> secrets.put(key, asCredentials(secret)));
            } else {
                section.optionalText(key).ifPresent(value -> options.put(key, value));
            }
        }
        return new Credentials(options, secrets);
    }

    /** To an adapter a secret that is not there is the same as one that is refused: only an admin can mend it. */
    private static Supplier<String> asCredentials(SecretReference secret) {
        return () -> {
            try {
                return secret.get();
            } catch (SecretMissingException e) {
                throw new AdapterException(AdapterErrorCode.CREDENTIALS_REFUSED, String.valueOf(e.getMessage()), e);
            }
        };
    }
}
