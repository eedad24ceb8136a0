package io.onefunnel.salesforce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An answer that a real org gave, as recorded in the test suites of public repositories, or a hand-written example of
 * the vendor page.
 */
public final class RecordedAnswer {
    private static final Path CONTRACTS = Path.of(System.getProperty("onefunnel.root", ".."))
            .resolve("../shared/contracts/salesforce")
            .normalize();

    private RecordedAnswer() {}

    /** The text of a recording; the test is skipped where the recordings are not beside the project. */
    public static String text(String file) {
        Path path = CONTRACTS.resolve(file);
        assumeTrue(Files.isRegularFile(path), () -> "skipped: there is no " + path);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
