package io.onefunnel.store.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner reads. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Closed to others before anything is in it. */
    public static void createEmpty(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            FileAttribute<?> mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, mine);
        } else {
            Files.createFile(file);
        }
    }

    /** Writes a file that nobody but its owner ever could read. */
    public static void write(Path file, String text) throws IOException {
        createEmpty(file);
        Files.writeString(file, text);
    }
}
