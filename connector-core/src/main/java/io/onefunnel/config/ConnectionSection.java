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
import io.onefunnel.spi.option.Option;
import io.onefunnel.spi.option.OptionValues;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads one connection of {@code config/onefunnel.yaml} by the options that its adapter declares: types, bounds, and what
 * one option demands of the others.
 */
public final class ConnectionSection {
    private final List<Option<?>> options;

    private ConnectionSection(List<Option<?>> options) {
        this.options = options;
    }

    /**
     * The connection's settings; what is wrong with them is recorded in {@link Settings#problems}, all of it, and they
     * must not be used then. Keys that every connection has are the caller's to read.
     */
    public static ConnectionSettings read(Settings section, ConnectionId id, AdapterFactory factory, Mapping mapping) {
        return new ConnectionSection(factory.options()).read(section, id, mapping);
    }

    private ConnectionSettings read(Settings section, ConnectionId id, Mapping mapping) {
        Part shared = new Part(section);
        options.forEach(shared::read);
        Set<Option<?>> missing = missing(shared, Set.of());
        missing.forEach(option -> section.problem(option.key(), missing(option)));
        Map<Use, Credentials> separate = new EnumMap<>(Use.class);
        Settings uses = section.section("credentials");
        for (Use use : Use.values()) {
            String key = use.name().toLowerCase(Locale.ROOT);
            uses.knows(key);
            if (uses.has(key)) separate.put(use, separate(uses.section(key), shared, missing));
        }
        return new ConnectionSettings(id, shared.values, shared.secrets, mapping, separate);
    }

    /** @param missed what is missing from the connection itself, and was said there */
    private Credentials separate(Settings section, Part shared, Set<Option<?>> missed) {
        Part own = new Part(section);
        for (Option<?> option : options) {
            if (!option.once()) {
                own.read(option);
            } else if (section.has(option.key())) {
                section.problem(
                        option.key(),
                        "belongs to the connection, not to the credentials of one use; write it there alone");
            }
        }
        missing(own.over(shared), missed).forEach(option -> section.problem(option.key(), missing(option)));
        return new Credentials(own.values, own.secrets);
    }

    private Set<Option<?>> missing(Part part, Set<Option<?>> except) {
        Set<Option<?>> missing = new HashSet<>();
        for (Option<?> option : options) {
            boolean needed = option.need().when().holds(part) && !part.has(option);
            if (needed && !except.contains(option)) missing.add(option);
        }
        return missing;
    }

    private static String missing(Option<?> option) {
        return "is missing (" + option.need().words() + "): " + option.meaning();
    }

    /** What stands in one section, as far as it could be read. */
    private static final class Part implements Option.Given {
        private final Settings section;
        private final Set<String> given = new HashSet<>();
        private final Set<String> refused = new HashSet<>();
        private final Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
        private OptionValues values = OptionValues.NONE;

        Part(Settings section) {
            this.section = section;
        }

        <T> void read(Option<T> option) {
            String key = option.key();
            if (section.keys().contains(key)) given.add(key);
            if (option.secret()) {
                section.optionalSecret(key).ifPresent(secret -> secrets.put(key, asCredentials(secret)));
                return;
            }
            Optional<T> value = section.value(key, option.type());
            value.ifPresent(found -> values = values.with(option, found));
            if (value.isEmpty() && given.contains(key)) refused.add(key);
        }

        /** As it is for a use whose credentials lie over those of the connection. */
        Part over(Part shared) {
            Part both = new Part(section);
            both.given.addAll(shared.given);
            both.given.addAll(given);
            both.refused.addAll(shared.refused);
            both.refused.removeAll(given);
            both.refused.addAll(refused);
            both.values = shared.values.overlaidBy(values);
            return both;
        }

        @Override
        public boolean has(Option<?> option) {
            return given.contains(option.key());
        }

        @Override
        public <V> Optional<V> value(Option<V> option) {
            return refused.contains(option.key()) ? Optional.empty() : values.find(option);
        }
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
