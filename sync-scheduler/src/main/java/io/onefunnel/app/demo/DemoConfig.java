package io.onefunnel.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The configuration folder of a demo: the shipped one, with the local vendors' addresses in place of real ones. */
final class DemoConfig {
    /** Whom the invented company sells to. A real installation says so itself. */
    private static final String IDEAL_CUSTOMER = """
            ideal-customers:
              - product: Uptime
                account:
                  industries: [manufacturing, logistics, energy]
                person:
                  levels: [C_LEVEL, VICE_PRESIDENT, DIRECTOR]""";

    private DemoConfig() {}

    /**
     * Writes the folder.
     *
     * @param data where the store is
     * @param port of the console
     * @param oldest day of a lead
     * @param goLive from when on SLAs are counted: a new installation has kept none yet, and shows no timers
     * @return the file to open
     */
    static Path write(Path folder, Path data, JsonNode vendors, int port, LocalDate oldest, Instant goLive)
            throws IOException {
        copyShipped(folder);
        JsonNode salesforce = vendors.path("salesforce");
        JsonNode hubspot = vendors.path("hubspot");
        JsonNode marketo = vendors.path("marketo");
        secret(folder, "salesforce-secret", salesforce.path("clientSecret").asText());
        secret(folder, "hubspot-token", hubspot.path("token").asText());
        secret(folder, "marketo-client", marketo.path("clientId").asText());
        secret(folder, "marketo-secret", marketo.path("clientSecret").asText());
        String yaml = """
                # Written by `onefunnel demo`: the local vendors of this run.
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
                    first-load-from: "%s"
                store:
                  data: %s
                schedule:
                  pull: 15s
                  decide: 5s
                  write-back: 20s
                  sla-tick: 20s
                  settle: 60s
                console:
                  port: %d
                """.formatted(
                        salesforce.path("loginUrl").asText(),
                        salesforce.path("clientId").asText(),
                        hubspot.path("baseUrl").asText(),
                        marketo.path("baseUrl").asText(),
                        marketo.path("identityUrl").asText(),
                        marketo.path("munchkinId").asText(),
                        oldest,
                        data.toAbsolutePath(),
                        port);
        append(folder, "follow-up.yaml", "go-live: " + goLive);
        replace(folder, "criteria.yaml", "ideal-customers: []", IDEAL_CUSTOMER);
        Path file = folder.resolve("onefunnel.yaml");
        Files.writeString(file, yaml);
        return file;
    }

    /** What decides about people in a demo is what decides in a new installation. */
    private static void copyShipped(Path folder) throws IOException {
        Path shipped = Path.of(System.getProperty("onefunnel.home", ".")).resolve("config");
        if (!Files.isDirectory(shipped)) {
            throw new IOException("there is no folder " + shipped + "; start the program with ./onefunnel");
        }
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path from : (Iterable<Path>) files::iterator) {
                Path to = folder.resolve(shipped.relativize(from).toString());
                if (Files.isDirectory(from)) Files.createDirectories(to);
                else Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void append(Path folder, String name, String line) throws IOException {
        Path file = folder.resolve("framework").resolve(name);
        Files.writeString(file, Files.readString(file) + "\n" + line + "\n");
    }

    private static void replace(Path folder, String name, String shipped, String own) throws IOException {
        Path file = folder.resolve("framework").resolve(name);
        String text = Files.readString(file);
        if (!text.contains(shipped)) throw new IOException(file + " has no line \"" + shipped + "\" any more");
        Files.writeString(file, text.replace(shipped, own));
    }

    private static void secret(Path folder, String name, String value) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, List.of(value));
    }
}
