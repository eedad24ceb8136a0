package io.onefunnel.app.config;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.writeback.Planner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What {@code config/onefunnel.yaml} and the mapping files say.
 *
 * @param folder the configuration folder; policy files stand in it
 * @param connections in the order of the file
 */
public record AppConfig(
        Path folder,
        ConnectionId systemOfRecord,
        List<Connection> connections,
        StoreConfig store,
        Writing writing,
        Schedule schedule,
        ConsoleConfig console) {
    public AppConfig {
        connections = List.copyOf(connections);
    }

    /** One account of a vendor. */
    public record Connection(SystemId system, ConnectionSettings settings) {
        public ConnectionId id() {
            return settings.id();
        }

        public Mapping mapping() {
            return settings.mapping();
        }
    }

    /**
     * Where things are kept.
     *
     * @param data the data folder
     * @param url of an own server; empty for the embedded one
     * @param tokenKey the key that seals refresh tokens, for several nodes; empty for one of the data folder's own
     */
    public record StoreConfig(
            Path data,
            Optional<String> url,
            Optional<String> user,
            Optional<Supplier<String>> password,
            Optional<Supplier<String>> tokenKey) {}

    /** @param standing what is written without a person applying a plan */
    public record Writing(Set<Capability> standing, int materialPoints, Planner.Fuses fuses) {
        public Writing {
            standing = Set.copyOf(standing);
        }
    }

    /** How often each step runs. */
    public record Schedule(Duration pull, Duration decide, Duration writeBack, Duration slaTick, Duration settle) {}

    /**
     * @param url where browsers find it when that is not where it listens: behind a proxy
     * @param users by name; none means one admin whose password is generated
     */
    public record ConsoleConfig(String host, int port, Optional<URI> url, Map<String, ConsoleUser> users) {
        public ConsoleConfig {
            users = Map.copyOf(users);
        }
    }

    /** Somebody who may sign in; the password is read anew at each try. */
    public record ConsoleUser(Role role, Supplier<String> password) {}

    /** What somebody may do in the console; each role may what the one before it may. */
    public enum Role {
        /** Sees every page, changes nothing. */
        VIEWER,
        /** Decides about duplicates and reviews. */
        REVIEWER,
        /** Applies plans, pauses writing and allows it again. */
        ADMIN
    }
}
