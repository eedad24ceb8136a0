package io.onefunnel.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.onefunnel.model.IdentityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Report definitions are SQL views with stable names: the console, CSV and outside tools read the same ones. */
public interface Reports {
    List<String> names();

    /**
     * All rows of a report, in the report's own order. Some reports have a row a person: whoever shows a part of one asks
     * for a {@link #page}, whoever wants to know how many there are asks for the {@link #count}.
     *
     * @throws IllegalArgumentException naming the reports there are
     */
    Table rows(String report);

    /** Rows of a report where one column has one value. */
    Table rows(String report, String column, String value);

    /**
     * At most {@code limit} rows that pass the filter, in the order, behind what an earlier page ended with.
     *
     * <p>Rows that are equal in all that the order names follow by their other columns, the first column first. So pages
     * neither repeat nor leave out a row, whatever came and went between them; only a row that itself moved may be seen
     * twice or not at all. A missing value comes after all others, ascending and descending.
     *
     * @param after from {@link Page#next()} of the page before, of the same order; empty for the first page
     * @throws IllegalArgumentException when there is no such report or column (naming those there are), when a value is
     *     none of its column's type, or when {@code after} is of another report or order
     */
    Page page(String report, Filter filter, Order order, int limit, Optional<After> after);

    /**
     * How many rows pass the filter.
     *
     * @throws IllegalArgumentException as {@link #page} does
     */
    long count(String report, Filter filter);

    /**
     * People by a record id, a person id, an e-mail address or words of a name, or their beginnings; at most {@code max}.
     *
     * @param keys by which records that have what the text says may be found as well: any address of theirs, not only the
     *     main one
     */
    List<Found> search(String text, Collection<IdentityKey> keys, int max);

    record Found(String person, String name, Optional<String> stage, List<String> records) {}

    /** Column names, and rows whose values are String, Long, Double, Boolean, Instant or null. */
    record Table(List<String> columns, List<Map<String, @Nullable Object>> rows) {}

    /**
     * A part of a report.
     *
     * @param next where the next page begins; empty when no further row passed the filter
     */
    record Page(Table table, Optional<After> next) {}

    /** What must hold of a row, all of it: {@code Filter.NONE.is("stage", "OPPORTUNITY").atLeast("score", 60)}. */
    record Filter(List<Condition> conditions) {
        public static final Filter NONE = new Filter(List.of());

        public Filter {
            conditions = List.copyOf(conditions);
        }

        /** One of these values; a missing one is none of them. */
        public Filter is(String column, Object... values) {
            return and(column, Comparison.IS, values);
        }

        public Filter atLeast(String column, Object value) {
            return and(column, Comparison.AT_LEAST, value);
        }

        public Filter below(String column, Object value) {
            return and(column, Comparison.BELOW, value);
        }

        /** Somewhere in the value's text; capitals count as small letters, as far as the database's locale knows them. */
        public Filter contains(String column, String text) {
            return and(column, Comparison.CONTAINS, text);
        }

        public Filter missing(String column) {
            return and(column, Comparison.MISSING);
        }

        private Filter and(String column, Comparison comparison, Object... values) {
            List<Condition> more = new ArrayList<>(conditions);
            more.add(new Condition(column, comparison, List.of(values)));
            return new Filter(more);
        }
    }

    /** @param values String, Integer, Long, Double, Boolean or Instant; a text may also say a value of another type */
    record Condition(String column, Comparison comparison, List<Object> values) {
        private static final Set<Class<?>> TYPES =
                Set.of(String.class, Integer.class, Long.class, Double.class, Boolean.class, Instant.class);

        public Condition {
            values = List.copyOf(values);
            if (comparison.takes >= 0 && comparison.takes != values.size()) {
                throw new IllegalArgumentException(
                        comparison + " takes " + comparison.takes + " values, not " + values.size());
            }
            for (Object value : values) {
                if (TYPES.contains(value.getClass())) continue;
                throw new IllegalArgumentException(
                        "no report is asked for a " + value.getClass().getName());
            }
        }
    }

    /** How a column is compared with a condition's values. */
    enum Comparison {
        IS(-1),
        AT_LEAST(1),
        BELOW(1),
        CONTAINS(1),
        MISSING(0);

        /** How many values; -1 for any number. */
        private final int takes;

        Comparison(int takes) {
            this.takes = takes;
        }
    }

    /** By which columns rows are sorted: {@code Order.descending("score").then("name")}. */
    record Order(List<By> by) {
        /** By all columns, the first one first. */
        public static final Order OF_COLUMNS = new Order(List.of());

        /** One column of an order. */
        public record By(String column, boolean descending) {}

        public Order {
            by = List.copyOf(by);
        }

        public static Order ascending(String column) {
            return OF_COLUMNS.then(column);
        }

        public static Order descending(String column) {
            return OF_COLUMNS.thenDescending(column);
        }

        public Order then(String column) {
            return and(new By(column, false));
        }

        public Order thenDescending(String column) {
            return and(new By(column, true));
        }

        private Order and(By last) {
            List<By> more = new ArrayList<>(by);
            more.add(last);
            return new Order(more);
        }

        @Override
        public String toString() {
            return by.stream()
                    .map(each -> each.column() + (each.descending() ? " desc" : ""))
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Where a page ended. It says the row itself and no number of rows: what is added before it does not move it.
     *
     * @param order the order's text
     * @param row the texts of the last row, first those that the order names; null for a missing value
     * @param seen how many rows that are equal in everything have been on pages, the last row among them
     */
    record After(String order, List<@Nullable String> row, int seen) {
        private static final String MISSING = "~";

        public After {
            row = Collections.unmodifiableList(new ArrayList<>(row));
        }

        /** As one word, which may stand in a link to the next page as it is. */
        public String token() {
            Stream<String> values = row.stream().map(value -> value == null ? MISSING : encoded(value));
            return Stream.concat(Stream.of(encoded(order), Integer.toString(seen)), values)
                    .collect(Collectors.joining("."));
        }

        /** @throws IllegalArgumentException when the token was not made by {@link #token} */
        public static After of(String token) {
            try {
                List<String> parts = Arrays.asList(token.split("\\.", -1));
                List<@Nullable String> row = new ArrayList<>();
                for (String part : parts.subList(2, parts.size())) {
                    row.add(part.equals(MISSING) ? null : decoded(part));
                }
                return new After(decoded(parts.get(0)), row, Integer.parseInt(parts.get(1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("this is no place in a report; begin with its first page", e);
            }
        }

        private static String encoded(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
        }

        private static String decoded(String text) {
            return new String(Base64.getUrlDecoder().decode(text), UTF_8);
        }
    }
}
