package io.onefunnel.app.demo;

import io.onefunnel.app.engine.OpenInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** How to reach the local vendors of a running demo with a client of one's own. */
final class VendorsFile {
    private VendorsFile() {}

    /** Writes {@code vendors.json} into the data folder, for its owner alone. */
    static Path write(OpenInstallation opening, SandboxProcess sandbox) throws IOException {
        Path file = opening.installation().config().store().data().resolve("vendors.json");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, sandbox.start().toPrettyString() + "\n");
        return file;
    }
}
