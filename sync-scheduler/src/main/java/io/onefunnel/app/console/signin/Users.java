package io.onefunnel.app.console.signin;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.config.AppConfig.ConsoleUser;
import io.onefunnel.app.config.AppConfig.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Who may sign in: those of the configuration, or one admin whose password is made at the first start. */
public final class Users {
    private static final String GENERATED = "console-password";

    private final Map<String, ConsoleUser> users;
    private final String hint;

    private Users(Map<String, ConsoleUser> users, String hint) {
        this.users = Map.copyOf(users);
        this.hint = hint;
    }

    /** The users of an installation. */
    public static Users of(AppConfig config) {
        if (!config.console().users().isEmpty()) {
            return new Users(config.console().users(), "one of the users of console.users");
        }
        Path file = config.store().data().resolve(GENERATED);
        try {
            if (!Files.exists(file)) generate(file);
            return new Users(
                    Map.of("admin", new ConsoleUser(Role.ADMIN, () -> read(file))),
                    "\"admin\" with the password in " + file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the console's password cannot be kept in " + file, failed);
        }
    }

    private static void generate(Path file) throws IOException {
        byte[] bytes = new byte[15];
        new SecureRandom().nextBytes(bytes);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException("the console's password cannot be read from " + file, failed);
        }
    }

    public String hint() {
        return hint;
    }

    /** The role of somebody who knows the password. */
    Optional<Role> role(String user, String password) {
        ConsoleUser known = users.get(user);
        String expected = known == null ? "" : known.password().get();
        // Compared in constant time, and also for an unknown user, so that the time tells nothing.
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        return known != null && same && !expected.isEmpty() ? Optional.of(known.role()) : Optional.empty();
    }
}
