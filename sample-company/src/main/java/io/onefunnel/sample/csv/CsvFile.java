package io.onefunnel.sample.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.onefunnel.sample.csv.ImportReport.FileReport;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A CSV file whatever program saved it. Rows whose number of cells differs from the header's are reported, not read; a
 * quote that is never closed costs its own line only.
 */
final class CsvFile {
    private static final char[] DELIMITERS = {',', ';', '\t'};

    final String name;
    final List<String> header;
    final List<Row> rows = new ArrayList<>();
    final FileReport report;
    private final String text;
    private final char delimiter;

    private CsvFile(String name, byte[] bytes) {
        this.name = name;
        Encodings.Decoded decoded = Encodings.decode(bytes);
        text = decoded.text();
        delimiter = delimiter(text);
        report = new FileReport(name, decoded.encoding(), delimiter);
        for (long line = 1; line > 0; ) line = readFrom(line);
        if (rows.isEmpty()) throw new IllegalArgumentException(name + " is empty: it has no header line");
        header = rows.remove(0).cells().stream().map(String::strip).toList();
    }

    static CsvFile read(Path file) {
        try {
            return new CsvFile(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Reads on from a line; answers where to begin again after a row that swallowed its neighbours, or 0 at the end. */
    private long readFrom(long from) {
        long next = from;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .ofCsvRecord(new StringReader(text.substring(offset(from))))) {
            Iterator<CsvRecord> records = reader.iterator();
            while (records.hasNext()) {
                CsvRecord record = records.next();
                Row row = new Row(from - 1 + record.getStartingLineNumber(), record.getFields());
                next = row.line() + 1 + lineBreaks(row);
                if (row.blank()) continue;
                if (!rows.isEmpty()) report.read(1);
                boolean open = lineBreaks(row) > 0 && !records.hasNext() && quoteLeftOpen(row.line());
                if (rows.isEmpty() || (fits(row) && !open)) {
                    rows.add(row);
                    continue;
                }
                report.skip(row.line(), "", open ? "a quote is not closed" : wrongCount(row));
                if (lineBreaks(row) > 0) return row.line() + 1;
            }
            return 0;
        } catch (CsvParseException e) {
            report.read(1);
            report.skip(next, "", "not CSV: " + e.getMessage());
            return next + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits(Row row) {
        int width = rows.get(0).cells().size();
        List<String> cells = row.cells();
        return cells.size() == width
                || (cells.size() > width
                        && cells.subList(width, cells.size()).stream().allMatch(String::isBlank));
    }

    private String wrongCount(Row row) {
        String why = row.cells().size() + " cells where the header has "
                + rows.get(0).cells().size();
        return lineBreaks(row) > 0 ? why + ": a quote is not closed" : why;
    }

    private static long lineBreaks(Row row) {
        return row.cells().stream()
                .mapToLong(cell -> cell.chars().filter(letter -> letter == '\n').count())
                .sum();
    }

    /** Whether the rest of the file, from this line on, has a quote without its partner. */
    private boolean quoteLeftOpen(long line) {
        return text.substring(offset(line))
                                .chars()
                                .filter(letter -> letter == '"')
                                .count()
                        % 2
                == 1;
    }

    private int offset(long line) {
        int at = 0;
        for (long i = 1; i < line; i++) {
            int next = text.indexOf('\n', at);
            if (next < 0) return text.length();
            at = next + 1;
        }
        return at;
    }

    /** The delimiter that the header line has most of, outside quotes. */
    private static char delimiter(String text) {
        int[] counts = new int[DELIMITERS.length];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"') quoted = !quoted;
            if (quoted) continue;
            if (letter == '\n' && i > 0) break;
            for (int d = 0; d < DELIMITERS.length; d++) if (letter == DELIMITERS[d]) counts[d]++;
        }
        int best = 0;
        for (int d = 1; d < DELIMITERS.length; d++) if (counts[d] > counts[best]) best = d;
        return DELIMITERS[best];
    }
}
