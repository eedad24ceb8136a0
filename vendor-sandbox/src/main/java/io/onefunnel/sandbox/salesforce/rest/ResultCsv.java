package io.onefunnel.sandbox.salesforce.rest;

import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.WireValue;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A result page as CSV, written while it is read: a few hundred rows at a time are in memory, every value quoted. */
final class ResultCsv extends InputStream {
    private static final int ROWS_AT_ONCE = 500;

    private final OrgServices org;
    private final Query query;
    private final List<Row> rows;
    private final char separator;
    private final String lineEnd;
    private final String operation;
    private byte[] chunk;
    private int at;
    private int nextRow;

    ResultCsv(OrgServices org, Query query, List<Row> rows, BulkJob.Format format, String operation) {
        this.org = org;
        this.query = query;
        this.rows = rows;
        this.separator = format.separator();
        this.lineEnd = format.lineEnding().equals("CRLF") ? "\r\n" : "\n";
        this.operation = operation;
        this.chunk = head();
    }

    @Override
    public int read() {
        return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        if (!fill()) return -1;
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean fill() {
        if (at < chunk.length) return true;
        if (nextRow >= rows.size()) return false;
        int to = Math.min(nextRow + ROWS_AT_ONCE, rows.size());
        List<Row> part = rows.subList(nextRow, to);
        long began = System.nanoTime();
        chunk = org.store().alone(() -> lines(part));
        org.calls().took(operation, System.nanoTime() - began);
        at = 0;
        nextRow = to;
        return true;
    }

    private byte[] head() {
        StringBuilder out = new StringBuilder();
        for (Query.Column column : query.columns()) cell(out, column.path().toString());
        return end(out).toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] lines(List<Row> part) {
        StringBuilder out = new StringBuilder(part.size() * 256);
        List<Query.Column> columns = query.columns();
        for (Row row : part) {
            for (Query.Column column : columns) {
                String value = column.path().value(query.from(), row, org.store());
                cell(out, WireValue.text(column.path().type(), value));
            }
            end(out);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void cell(StringBuilder out, @Nullable String value) {
        out.append('"');
        if (value != null) {
            if (value.indexOf('"') < 0) {
                out.append(value);
            } else {
                out.append(value.replace("\"", "\"\""));
            }
        }
        out.append('"').append(separator);
    }

    /** The last separator gives way to the end of the line. */
    private StringBuilder end(StringBuilder out) {
        out.setLength(out.length() - 1);
        return out.append(lineEnd);
    }
}
