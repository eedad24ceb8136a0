package io.onefunnel.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is kept: {@code ${env:NAME}} or {@code ${file:path}}. Asked for its value it looks there anew, so that
 * a rotated secret is seen without a restart. Shows where it looks, never what it found.
 */
public final class SecretReference implements Supplier<String> {
    private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final String key;
    private final String text;
    private final boolean inFile;
    private final String place;
    private final Path folder;
    private final Function<String, @Nullable String> environment;

    private SecretReference(
            String key,
            String text,
            boolean inFile,
            String place,
            Path folder,
            Function<String, @Nullable String> environment) {
        this.key = key;
        this.text = text;
        this.inFile = inFile;
        this.place = place;
        this.folder = folder;
        this.environment = environment;
    }

    /** The reference that a text is; empty when it is none, which then may be a secret itself. */
    static Optional<SecretReference> of(
            String key, String text, Path folder, Function<String, @Nullable String> environment) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) return Optional.empty();
        boolean inFile = form.group(1).equals("file");
        return Optional.of(
                new SecretReference(key, text.strip(), inFile, form.group(2).strip(), folder, environment));
    }

    /** Stands in for a reference that is missing from the file, which is a problem of its own. */
    static SecretReference nowhere(String key) {
        return new SecretReference(key, "no reference", false, "", Path.of(""), name -> null);
    }

    static boolean looksLikeOne(String text) {
        return FORM.matcher(text).find();
    }

    /** @throws SecretMissingException when it is not there now */
    @Override
    public String get() {
        String value = inFile ? fromFile() : fromEnvironment();
        if (value.isEmpty()) throw missing(inFile ? "the file is empty" : "the environment variable is empty");
        return value;
    }

    private String fromEnvironment() {
        String value = environment.apply(place);
        if (value == null) throw missing("the environment variable is not set");
        return value.strip();
    }

    private String fromFile() {
        try {
            // Editors and `kubectl create secret` end the file with a newline that is no part of the secret.
            return Files.readString(folder.resolve(place)).strip();
        } catch (IOException e) {
            // The cause is left out: some of its messages quote what they read.
            throw missing("the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private SecretMissingException missing(String why) {
        return new SecretMissingException(key + ": " + text + ": " + why);
    }

    @Override
    public String toString() {
        return text;
    }
}
