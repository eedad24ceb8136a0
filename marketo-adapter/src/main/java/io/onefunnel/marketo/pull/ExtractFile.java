package io.onefunnel.marketo.pull;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoRetryPolicies;
import io.onefunnel.marketo.client.RefusedException;
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
import java.util.Collection;
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
    /** Stands in a row that has not as many values as there are columns, with how many it has. */
    private static final String TORN = "(torn)";

    private final String exportId;
    private final Path path;
    private final List<String> columns;
    private final CloseableIterator<CsvRecord> records;
    private long position;

    private ExtractFile(String exportId, Path path) throws IOException {
        this.exportId = exportId;
        this.path = path;
        this.records = reader(path);
        this.columns = records.hasNext() ? List.copyOf(records.next().getFields()) : List.of();
    }

    /** A file may begin with a byte order mark, which is no part of the first column's name. */
    private static CloseableIterator<CsvRecord> reader(Path path) throws IOException {
        return CsvReader.builder().detectBomHeader(true).ofCsvRecord(path).iterator();
    }

    /** Why a row cannot be understood; empty when it can. */
    static Optional<String> torn(Map<String, String> row) {
        return Optional.ofNullable(row.get(TORN));
    }

    /**
     * Empty when the file is not there: "Completed" may come a moment before it, and after seven days it is gone.
     *
     * @throws SpoiltFileException when it is not what the job says: bytes, checksum, number of rows, required columns
     */
    static Optional<ExtractFile> fetch(MarketoClient client, String kind, ExtractJob job, Collection<String> required) {
        Path path = null;
        try {
            path = Files.createTempFile("onefunnel-extract-", ".csv");
            if (!download(client, kind, job, path)) {
                Files.delete(path);
                return Optional.empty();
            }
            requireRows(job, required, path);
            return Optional.of(new ExtractFile(job.exportId(), path));
        } catch (IOException disk) {
            discard(path);
            throw new UncheckedIOException("an extract cannot be kept in the folder of temporary files", disk);
        } catch (RefusedException | SpoiltFileException refused) {
            discard(path);
            throw refused;
        }
    }

    /** All of it is looked through before a row is told: what is missing at its end would be seen too late. */
    private static void requireRows(ExtractJob job, Collection<String> required, Path path) throws IOException {
        try (CloseableIterator<CsvRecord> records = reader(path)) {
            List<String> columns = records.hasNext() ? records.next().getFields() : List.of();
            for (String each : required) {
                if (!columns.contains(each)) throw new SpoiltFileException("an extract has no column " + each);
            }
            long count = 0;
            for (; records.hasNext(); count++) records.next();
            if (job.records() == 0 || count == job.records()) return;
            throw new SpoiltFileException("an extract has " + count + " of " + job.records() + " rows");
        } catch (CsvParseException notCsv) {
            throw new SpoiltFileException("an extract is no CSV");
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
        // Which value is missing cannot be told: none of the row is believed.
        if (row.getFieldCount() != columns.size())
            values.put(TORN, "a row has " + row.getFieldCount() + " of " + columns.size() + " columns");
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
                if (!client.download(OPERATION, address, from, job.size() - from, file)) return false;
            } catch (RefusedException broken) {
                if (Files.size(into) == from || !attempts.again(new Failure(broken.code()))) throw broken;
                continue;
            }
            // An answer can end early without an error, too.
            if (Files.size(into) < job.size() && !attempts.again()) break;
        }
        verify(job, digest, Files.size(into));
        return true;
    }

    private static void verify(ExtractJob job, MessageDigest digest, long size) {
        String sum = "sha256:" + HexFormat.of().formatHex(digest.digest());
        boolean told = job.checksum().startsWith("sha256:");
        if (size == job.size() && (!told || sum.equals(job.checksum()))) return;
        throw new SpoiltFileException("an extract arrived damaged");
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
