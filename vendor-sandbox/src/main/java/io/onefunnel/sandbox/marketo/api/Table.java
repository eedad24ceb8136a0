package io.onefunnel.sandbox.marketo.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Tables of facts, each beside the class that reads it: columns between bars, comments after "#". */
public final class Table {
    private Table() {}

    public static List<List<String>> rows(Class<?> reader, String resource) {
        try (InputStream in = Objects.requireNonNull(reader.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\|", -1)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
