package io.onefunnel.sample.csv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of every row of the files: nothing is left out without a line here. */
public final class ImportReport {
    /** A row that was not imported, or was imported with a doubt. */
    public record Remark(String file, long line, String column, String why) {}

    /** What became of one file. */
    public static final class FileReport {
        private final String file;
        private final String encoding;
        private final String delimiter;
        private final Map<String, String> columns = new LinkedHashMap<>();
        private final List<String> unused = new ArrayList<>();
        private final List<Remark> skipped = new ArrayList<>();
        private final List<Remark> notes = new ArrayList<>();
        private long read;
        private long imported;

        FileReport(String file, String encoding, char delimiter) {
            this.file = file;
            this.encoding = encoding;
            this.delimiter = delimiter == '\t' ? "tab" : String.valueOf(delimiter);
        }

        public String getFile() {
            return file;
        }

        public String getEncoding() {
            return encoding;
        }

        public String getDelimiter() {
            return delimiter;
        }

        /** Which column was read as which field. */
        public Map<String, String> getColumns() {
            return columns;
        }

        /** Columns that nothing was made of. */
        public List<String> getUnusedColumns() {
            return unused;
        }

        /** Rows in the file, the header and empty lines apart. */
        public long getRead() {
            return read;
        }

        public long getImported() {
            return imported;
        }

        /** Rows that were not imported: {@code getRead() - getImported()} of them. */
        public List<Remark> getSkipped() {
            return skipped;
        }

        /** What to know about rows that were imported all the same. */
        public List<Remark> getNotes() {
            return notes;
        }

        void read(long rows) {
            read += rows;
        }

        void imported() {
            imported++;
        }

        void skip(long line, String column, String why) {
            skipped.add(new Remark(file, line, column, why));
        }

        void note(long line, String column, String why) {
            notes.add(new Remark(file, line, column, why));
        }
    }

    private static final int LINES_SHOWN = 20;

    private final List<FileReport> files = new ArrayList<>();

    void add(FileReport file) {
        files.add(file);
    }

    /** The files in the order in which they were read: leads, deals, activities. */
    public List<FileReport> getFiles() {
        return List.copyOf(files);
    }

    /** The report for a person; a long list of remarks is cut after a page. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (FileReport file : files) {
            text.append(String.format(
                    "%s (%s, \"%s\"): %d rows read, %d imported, %d skipped%n",
                    file.file, file.encoding, file.delimiter, file.read, file.imported, file.skipped.size()));
            if (!file.unused.isEmpty())
                text.append("  columns not used: ")
                        .append(String.join(", ", file.unused))
                        .append('\n');
            remarks(text, "skipped", file.skipped);
            remarks(text, "note", file.notes);
        }
        return text.toString();
    }

    private static void remarks(StringBuilder text, String label, List<Remark> remarks) {
        for (Remark remark : remarks.subList(0, Math.min(LINES_SHOWN, remarks.size())))
            text.append(String.format(
                    "  %s: line %d%s: %s%n",
                    label, remark.line, remark.column.isEmpty() ? "" : ", column " + remark.column, remark.why));
        if (remarks.size() > LINES_SHOWN)
            text.append(String.format("  ... and %d more%n", remarks.size() - LINES_SHOWN));
    }
}
