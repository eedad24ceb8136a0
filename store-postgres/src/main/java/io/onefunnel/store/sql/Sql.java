package io.onefunnel.store.sql;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction, with plain SQL: arguments and columns are Java types. Made by {@link Database}. */
public final class Sql {
    // Beyond these, PostgreSQL has no instants, and no person has plans.
    private static final Instant EARLIEST =
            LocalDateTime.of(1, 1, 1, 0, 0).atOffset(ZoneOffset.UTC).toInstant();
    private static final Instant LATEST =
            LocalDateTime.of(9999, 12, 31, 0, 0).atOffset(ZoneOffset.UTC).toInstant();

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of the row that the result stands on. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    public int update(String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    public <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            Row row = new Row(result);
            while (result.next()) rows.add(reader.read(row));
            return rows;
        }
    }

    public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... arguments) throws SQLException {
        return list(sql, reader, arguments).stream().findFirst();
    }

    public List<Long> numbers(String sql, @Nullable Object... arguments) throws SQLException {
        return list(sql, row -> row.number(1), arguments);
    }

    /** Two columns of numbers as a map. */
    public Map<Long, Long> numberMap(String sql, @Nullable Object... arguments) throws SQLException {
        Map<Long, Long> map = new HashMap<>();
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) map.put(result.getLong(1), result.getLong(2));
        }
        return map;
    }

    /** The next {@code count} values of a sequence. */
    public long[] next(String sequence, int count) throws SQLException {
        if (count == 0) return new long[0];
        return numbers("select nextval(?::regclass) from generate_series(1, ?)", sequence, count).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < arguments.length; i++) bind(statement, i + 1, arguments[i]);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, timestamp(instant));
        } else if (value instanceof Optional<?> optional) {
            bind(statement, index, optional.orElse(null));
        } else if (value instanceof Enum<?> name) {
            statement.setString(index, name.name());
        } else if (value instanceof String text) {
            statement.setString(index, text(text));
        } else if (value instanceof Collection<?> many) {
            statement.setArray(index, array(many));
        } else {
            statement.setObject(index, value);
        }
    }

    private Array array(Collection<?> many) throws SQLException {
        Object first = many.isEmpty() ? "" : many.iterator().next();
        if (first instanceof Long) return connection.createArrayOf("bigint", many.toArray());
        if (first instanceof Instant) {
            return connection.createArrayOf(
                    "timestamptz",
                    many.stream().map(each -> timestamp((Instant) each)).toArray());
        }
        return connection.createArrayOf(
                "text",
                many.stream()
                        .map(each -> each == null ? null : text(each.toString()))
                        .toArray());
    }

    /** PostgreSQL keeps no NUL characters in a text; vendors do, once in a million records. */
    public static String text(String value) {
        return value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD');
    }

    public static OffsetDateTime timestamp(Instant instant) {
        return kept(instant).atOffset(ZoneOffset.UTC);
    }

    /** The instant as the database keeps it. */
    public static Instant kept(Instant instant) {
        if (instant.isBefore(EARLIEST)) return EARLIEST;
        if (instant.isAfter(LATEST)) return LATEST;
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** One row of a result, with the types that we use. */
    public static final class Row {
        private final ResultSet result;

        private Row(ResultSet result) {
            this.result = result;
        }

        public long number(int column) throws SQLException {
            return result.getLong(column);
        }

        public Optional<Long> optionalNumber(int column) throws SQLException {
            long number = result.getLong(column);
            return result.wasNull() ? Optional.empty() : Optional.of(number);
        }

        public boolean flag(int column) throws SQLException {
            return result.getBoolean(column);
        }

        public String text(int column) throws SQLException {
            String text = result.getString(column);
            if (text == null) throw new SQLException("column " + column + " is null");
            return text;
        }

        public Optional<String> optionalText(int column) throws SQLException {
            return Optional.ofNullable(result.getString(column));
        }

        public byte @Nullable [] bytes(int column) throws SQLException {
            return result.getBytes(column);
        }

        public Instant instant(int column) throws SQLException {
            return optionalInstant(column).orElseThrow(() -> new SQLException("column " + column + " is null"));
        }

        public Optional<Instant> optionalInstant(int column) throws SQLException {
            return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        }

        /** As a String, Long, Double, Boolean, Instant or null, whatever number or text the column's type is. */
        public @Nullable Object value(int column) throws SQLException {
            Object value = result.getObject(column);
            if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
                return value;
            }
            if (value instanceof Integer number) return number.longValue();
            if (value instanceof BigDecimal number) return number.doubleValue();
            if (value instanceof Timestamp at) return at.toInstant();
            if (value instanceof OffsetDateTime at) return at.toInstant();
            return value.toString();
        }

        public List<String> texts(int column) throws SQLException {
            Array array = result.getArray(column);
            return array == null ? List.of() : List.of((String[]) array.getArray());
        }
    }
}
