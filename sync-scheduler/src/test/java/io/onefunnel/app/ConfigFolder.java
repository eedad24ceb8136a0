package io.onefunnel.app;

import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.store.sql.DatabaseLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A configuration folder as an admin would have it: the shipped one, with the sandbox's addresses filled in. */
public final class ConfigFolder {
    private final Path folder;

    private ConfigFolder(Path folder) {
        this.folder = folder;
    }

    public static ConfigFolder in(Path folder, Sandbox.Access vendors, DatabaseLocation store) {
        ConfigFolder made = new ConfigFolder(folder);
        made.copyFrom(Path.of(System.getProperty("onefunnel.root", "..")).resolve("config"));
        made.secret("salesforce-secret", vendors.salesforce().get("clientSecret"));
        made.secret("hubspot-token", vendors.hubspot().get("token"));
        made.secret("marketo-client", vendors.marketo().get("clientId"));
        made.secret("marketo-secret", vendors.marketo().get("clientSecret"));
        made.secret("store-password", store.password());
        made.write("onefunnel.yaml", yaml(vendors, store));
        return made;
    }

    private static String yaml(Sandbox.Access vendors, DatabaseLocation store) {
        return """
                system-of-record: salesforce
                connections:
                  salesforce:
                    vendor: salesforce
                    url: %s
                    grant: client-credentials
                    client-id: "%s"
                    client-secret: ${file:salesforce-secret}
                  hubspot:
                    vendor: hubspot
                    base-url: %s
                    salesforce-sync-deletes: "off"
                    token: ${file:hubspot-token}
                    settle: PT0S
                    calls-per-10-seconds: 5000
                    searches-per-second: 1000
                  marketo:
                    vendor: marketo
                    base-url: %s
                    identity-url: %s
                    munchkin-id: "%s"
                    client-id: ${file:marketo-client}
                    client-secret: ${file:marketo-secret}
                    calls-per-20-seconds: 10000
                    concurrency: 8
                    first-load-from: "2024-01-01"
                store:
                  url: %s
                  user: %s
                  password: ${file:store-password}
                schedule:
                  pull: 1s
                  decide: 1s
                  write-back: 1s
                  sla-tick: 1s
                  settle: 1s
                console:
                  port: 0
                """.formatted(
                        vendors.salesforce().get("loginUrl"),
                        vendors.salesforce().get("clientId"),
                        vendors.hubspot().get("baseUrl"),
                        vendors.marketo().get("baseUrl"),
                        vendors.marketo().get("identityUrl"),
                        vendors.marketo().get("munchkinId"),
                        store.jdbcUrl(),
                        store.user());
    }

    /** The same configuration in another folder, to be changed there. */
    public ConfigFolder copy(Path to) {
        ConfigFolder copy = new ConfigFolder(to);
        copy.copyFrom(folder);
        return copy;
    }

    private void copyFrom(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path from : (Iterable<Path>) files::iterator) {
                Path to = folder.resolve(source.relativize(from).toString());
                if (Files.isDirectory(from)) Files.createDirectories(to);
                else Files.copy(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file() {
        return folder.resolve("onefunnel.yaml");
    }

    public Path folder() {
        return folder;
    }

    /** Puts a secret into its file; adapters read it anew when they need it. */
    public void secret(String name, @Nullable String value) {
        write(name, value + "\n");
    }

    public void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces texts in a file of the folder. */
    public ConfigFolder edit(String name, Map<String, String> replacements) {
        try {
            String text = Files.readString(folder.resolve(name));
            for (Map.Entry<String, String> each : replacements.entrySet()) {
                if (!text.contains(each.getKey()))
                    throw new IllegalArgumentException(name + " has no " + each.getKey());
                text = text.replace(each.getKey(), each.getValue());
            }
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
