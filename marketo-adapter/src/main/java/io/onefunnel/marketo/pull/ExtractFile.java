package io.onefunnel.marketo.pull;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoRetryPolicies;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a finished extract, brought here whole before a row of it is believed: its checksum is that of the whole. A
 * download that breaks goes on where it stopped. Readable by its owner alone, and removed when read.
 */
final class ExtractFile implements AutoCloseable {
    private static final String OPERATION = "extract file";

    private final String exportId;
    private final Path path;
    private final List<String> columns;
    private final CloseableIterator<CsvRecord> records;
    private long position;

    private ExtractFile(String exportId, Path path) throws IOException {
        this.exportId = exportId;
        this.path = path;
        this.records = CsvReader.builder().ofCsvRecord(path).iterator();
        this.columns = records.hasNext() ? List.copyOf(records.next().getFields()) : List.of();
    }

    /** Empty when the file is not there: "Completed" may come a moment before it, and after seven days it is gone. */
    static Optional<ExtractFile> fetch(MarketoClient client, String kind, ExtractJob job) {
        Path path = null;
        try {
            path = Files.createTempFile("onefunnel-extract-", ".csv");
            if (!download(client, kind, job, path)) {
                Files.delete(path);
                return Optional.empty();
            }
            return Optional.of(new ExtractFile(job.exportId(), path));
        } catch (IOException disk) {
            discard(path);
            throw new UncheckedIOException("an extract cannot be kept in the folder of temporary files", disk);
        } catch (RefusedException refused) {
            discard(path);
            throw refused;
        }
    }

    boolean isOf(ExtractJob job) {
        return exportId.equals(job.exportId()) && position <= job.rows();
    }

    List<String> columns() {
        return columns;
    }

    /** So many rows from this one on; fewer at the end. */
    List<Map<String, String>> from(long row, int most) {
        while (position < row && records.hasNext()) {
            records.next();
            position++;
        }
        List<Map<String, String>> rows = new ArrayList<>();
        while (rows.size() < most && records.hasNext()) {
            rows.add(values(records.next()));
            position++;
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException stillGone) {
            // It was read only: what it held is removed all the same.
        }
        discard(path);
    }

    private Map<String, String> values(CsvRecord row) {
        Map<String, String> values = new LinkedHashMap<>();
        int count = Math.min(columns.size(), row.getFieldCount());
        for (int i = 0; i < count; i++) {
            String value = row.getField(i);
            // An empty field is the text null: "Bulk Lead Extract", "Retrieving Data".
            if (!value.isEmpty() && !value.equals("null")) values.put(columns.get(i), value);
        }
        return values;
    }

    private static boolean download(MarketoClient client, String kind, ExtractJob job, Path into) throws IOException {
        MessageDigest digest = sha256();
        String address = BulkExtract.path(kind) + "/" + job.exportId() + "/file.json";
        Backoff.Attempts attempts = client.attempts(MarketoRetryPolicies.DOWNLOADS, OPERATION);
        while (Files.size(into) < job.size()) {
            long from = Files.size(into);
            try (OutputStream file =
                    new DigestOutputStream(Files.newOutputStream(into, StandardOpenOption.APPEND), digest)) {
                if (!client.download(OPERATION, address, from, file)) return false;
            } catch (RefusedException broken) {
                if (Files.size(into) == from || !attempts.again(new Failure(broken.code()))) throw broken;
                continue;
            }
            // An answer can end early without an error, too.
            if (Files.size(into) < job.size() && !attempts.again()) break;
        }
        verify(client, job, digest, Files.size(into));
        return true;
    }

    private static void verify(MarketoClient client, ExtractJob job, MessageDigest digest, long size) {
        String sum = "sha256:" + HexFormat.of().formatHex(digest.digest());
        boolean told = job.checksum().startsWith("sha256:");
        if (size == job.size() && (!told || sum.equals(job.checksum()))) return;
        throw client.refusal(AdapterErrorCode.VENDOR_UNAVAILABLE, "an extract arrived damaged; it is fetched again");
    }

    private static void discard(@Nullable Path path) {
        if (path == null) return;
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            path.toFile().deleteOnExit();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
