package io.onefunnel.store.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

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

    /** The same for a file that is there once and for all: of several programs at once the first one's stays. */
    public static void writeOnce(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path mine = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID());
        write(mine, text);
        try {
            Files.createLink(whole, mine);
        } catch (FileAlreadyExistsException another) {
            // Theirs is as good.
        } finally {
            Files.delete(mine);
        }
    }

    /** Writes a file that nobody but its owner ever could read. */
    public static void write(Path file, String text) throws IOException {
        createEmpty(file);
        Files.writeString(file, text);
    }
}
