package io.onefunnel.store.embedded;

import io.onefunnel.store.files.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Where the server listens and how to sign in: the file by which a second process finds the first one's server. */
record Endpoint(String host, int port, String database, String user, String password) {
    static final String FILE = "endpoint.properties";

    String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** Another database of the same server. */
    Endpoint to(String other) {
        return new Endpoint(host, port, other, user, password);
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("ApplicationName", "onefunnel member");
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    void write(Path folder) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("host", host);
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("database", database);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        Path draft = folder.resolve(FILE + ".new");
        PrivateFiles.createEmpty(draft);
        try (Writer writer = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            properties.store(writer, "The store's own PostgreSQL server; written at each start.");
        }
        // Whoever reads it reads the old one or the new one.
        Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty when there is none, or none that can be read: then the server is started anew. */
    static Optional<Endpoint> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) return Optional.empty();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return Optional.of(new Endpoint(
                    properties.getProperty("host", ""),
                    Integer.parseInt(properties.getProperty("port", "")),
                    properties.getProperty("database", ""),
                    properties.getProperty("user", ""),
                    properties.getProperty("password", "")));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
