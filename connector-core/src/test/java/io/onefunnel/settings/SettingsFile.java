package io.onefunnel.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Settings out of a few lines of YAML, and what is wrong with them. */
abstract class SettingsFile {
    @TempDir
    Path folder;

    Settings settings(String content) {
        return read(write("f.yaml", content));
    }

    Settings read(Path file) {
        return Settings.open(file, new Problems(), name -> null);
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> problemsOf(Settings settings) {
        settings.refuseUnknownKeys();
        return settings.problems().list().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
