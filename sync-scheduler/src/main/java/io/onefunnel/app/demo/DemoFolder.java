package io.onefunnel.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary folder that a demo lives in, and that goes with it. */
final class DemoFolder {
    private DemoFolder() {}

    /** Others may pass through it but not look into it: as root, the store's server runs as somebody else. */
    static Path create() throws IOException {
        Path folder = Files.createTempDirectory("onefunnel-demo-");
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Deletes the folder with everything in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) Files.deleteIfExists(each);
    }
}
