package io.onefunnel.store.sql;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table by COPY, in PostgreSQL's text format, as bytes: no text of them is ever made. */
public final class CopyRows {
    private static final int CHUNK = 1 << 16;
    private static final byte[] TRUE = {'t'};
    private static final byte[] FALSE = {'f'};
    private static final byte[] NULL = {'\\', 'N'};
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final CopyIn copy;
    private byte[] buffer = new byte[2 * CHUNK];
    private int length;
    private boolean first = true;

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    /** Adds every value of every row, and ends each row. */
    @FunctionalInterface
    public interface Source {
        void writeTo(CopyRows rows) throws SQLException;
    }

    /**
     * @param target table and columns: "touch (record_no, at)"
     * @return how many rows
     */
    public static long into(Sql sql, String target, Source source) throws SQLException {
        CopyIn copy = sql.connection().unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin");
        try {
            CopyRows rows = new CopyRows(copy);
            source.writeTo(rows);
            rows.flush();
            return copy.endCopy();
        } finally {
            if (copy.isActive()) copy.cancelCopy();
        }
    }

    public CopyRows add(long number) {
        return addPlain(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
    }

    public CopyRows add(boolean flag) {
        return addPlain(flag ? TRUE : FALSE);
    }

    public CopyRows add(Enum<?> name) {
        return add(name.name());
    }

    public CopyRows add(Instant instant) {
        return add(Sql.kept(instant).toString());
    }

    public CopyRows add(byte[] bytes) {
        return addPlain(("\\\\x" + HexFormat.of().formatHex(bytes)).getBytes(StandardCharsets.ISO_8859_1));
    }

    public CopyRows add(String value) {
        return addUtf8(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that is in UTF-8 already. */
    public CopyRows addUtf8(byte[] text) {
        separate();
        reserve(3 * text.length);
        for (byte b : text) {
            switch (b) {
                case '\\' -> escape('\\');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                // PostgreSQL keeps no NUL characters in a text.
                case 0 -> append(REPLACEMENT);
                default -> buffer[length++] = b;
            }
        }
        return this;
    }

    private void escape(char letter) {
        buffer[length++] = '\\';
        buffer[length++] = (byte) letter;
    }

    public CopyRows addNumber(@Nullable Long number) {
        return number == null ? addNull() : add(number.longValue());
    }

    public CopyRows addInstant(Optional<Instant> instant) {
        return instant.isPresent() ? add(instant.get()) : addNull();
    }

    public CopyRows addText(Optional<String> value) {
        return value.isPresent() ? add(value.get()) : addNull();
    }

    private CopyRows addNull() {
        return addPlain(NULL);
    }

    public void end() throws SQLException {
        reserve(1);
        buffer[length++] = '\n';
        first = true;
        if (length >= CHUNK) flush();
    }

    private CopyRows addPlain(byte[] bytes) {
        separate();
        reserve(bytes.length);
        append(bytes);
        return this;
    }

    private void separate() {
        reserve(1);
        if (!first) buffer[length++] = '\t';
        first = false;
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) buffer = Arrays.copyOf(buffer, 2 * (length + more));
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }
}
