package io.onefunnel.store;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table by COPY, in PostgreSQL's text format. */
final class CopyRows {
    private static final int CHUNK = 1 << 16;

    private final StringBuilder text = new StringBuilder(CHUNK + 4096);
    private final CopyIn copy;
    private boolean first = true;

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    /** Writes the rows. */
    @FunctionalInterface
    interface Source {
        void writeTo(CopyRows rows) throws SQLException;
    }

    /**
     * @param target table and columns: "touch (record_no, at)"
     * @return how many rows
     */
    static long into(Sql sql, String target, Source source) throws SQLException {
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

    CopyRows add(long number) {
        separate();
        text.append(number);
        return this;
    }

    CopyRows add(boolean flag) {
        separate();
        text.append(flag ? 't' : 'f');
        return this;
    }

    CopyRows add(Enum<?> name) {
        separate();
        text.append(name.name());
        return this;
    }

    CopyRows add(Instant instant) {
        separate();
        text.append(Sql.kept(instant));
        return this;
    }

    CopyRows add(byte[] bytes) {
        separate();
        text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
        return this;
    }

    CopyRows add(String value) {
        separate();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\0' -> text.append('\uFFFD');
                default -> text.append(c);
            }
        }
        return this;
    }

    CopyRows addNumber(@Nullable Long number) {
        return number == null ? addNull() : add(number.longValue());
    }

    CopyRows addInstant(Optional<Instant> instant) {
        return instant.isPresent() ? add(instant.get()) : addNull();
    }

    CopyRows addText(Optional<String> value) {
        return value.isPresent() ? add(value.get()) : addNull();
    }

    private CopyRows addNull() {
        separate();
        text.append("\\N");
        return this;
    }

    void end() throws SQLException {
        text.append('\n');
        first = true;
        if (text.length() >= CHUNK) flush();
    }

    private void separate() {
        if (!first) text.append('\t');
        first = false;
    }

    private void flush() throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }
}
