package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.FieldType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A WHERE clause. Text compares without case, ids with it; null is only equal to null, and less than nothing. */
public sealed interface Condition {
    /** @param values the value of each path in the record that is asked about */
    boolean holds(Function<Path, @Nullable String> values);

    record And(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            for (Condition part : parts) {
                if (!part.holds(values)) return false;
            }
            return true;
        }
    }

    record Or(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            for (Condition part : parts) {
                if (part.holds(values)) return true;
            }
            return false;
        }
    }

    record Not(Condition part) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            return !part.holds(values);
        }
    }

    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        boolean accepts(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    /** @param literal in the canonical form of the path's type; null for the word null */
    record Comparison(
            Path path, Operator operator, @Nullable String literal) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            String value = values.apply(path);
            if (value == null || literal == null) {
                boolean same = value == null && literal == null;
                return operator == Operator.EQUAL && same || operator == Operator.NOT_EQUAL && !same;
            }
            return operator.accepts(compare(path.type(), value, literal));
        }
    }

    /**
     * IN, and with {@code negated} NOT IN, which a null value passes.
     *
     * @param keys the literals by {@link #key}
     * @param withNull whether null is among the literals
     */
    record In(Path path, Set<String> keys, boolean withNull, boolean negated) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            String value = values.apply(path);
            boolean found = value == null ? withNull : keys.contains(key(path.type(), value));
            return found != negated;
        }
    }

    /** INCLUDES and EXCLUDES: each alternative is a set of values that must all be picked. */
    record Includes(Path path, List<Set<String>> alternatives, boolean negated) implements Condition {
        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            String value = values.apply(path);
            if (value == null) return negated;
            Set<String> picked =
                    Set.copyOf(Arrays.asList(key(path.type(), value).split(";")).stream()
                            .distinct()
                            .toList());
            return alternatives.stream().anyMatch(picked::containsAll) != negated;
        }
    }

    record Like(Path path, Pattern pattern) implements Condition {
        static Like of(Path path, String mask) {
            StringBuilder regex = new StringBuilder();
            for (char each : mask.toCharArray()) {
                regex.append(each == '%' ? ".*" : each == '_' ? "." : Pattern.quote(String.valueOf(each)));
            }
            int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
            return new Like(path, Pattern.compile(regex.toString(), flags));
        }

        @Override
        public boolean holds(Function<Path, @Nullable String> values) {
            String value = values.apply(path);
            return value != null && pattern.matcher(value).matches();
        }
    }

    /** The order of two canonical values of one type. */
    static int compare(FieldType type, String left, String right) {
        if (type.isNumber()) return Double.compare(Double.parseDouble(left), Double.parseDouble(right));
        if (type.isText()) return left.toLowerCase(Locale.ROOT).compareTo(right.toLowerCase(Locale.ROOT));
        // Ids, dates and times in their canonical form compare as text.
        return left.compareTo(right);
    }

    /** Equal for values that compare as equal. */
    static String key(FieldType type, String value) {
        return type.isText() ? value.toLowerCase(Locale.ROOT) : value;
    }
}
