package io.onefunnel.sandbox.salesforce.soql;

import io.github.apexdevtools.apexparser.ApexParser.ConditionalExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.FieldExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.LogicalExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.SoqlFunctionContext;
import io.github.apexdevtools.apexparser.ApexParser.SubQueryContext;
import io.github.apexdevtools.apexparser.ApexParser.ValueContext;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.soql.Condition.Operator;
import io.onefunnel.sandbox.salesforce.store.Ids;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads WHERE and HAVING into conditions on rows. */
final class ConditionReader {
    // Longer text areas cannot be filtered.
    private static final int LONGEST_FILTERED = 255;

    private final Scope scope;
    private final Function<SoqlFunctionContext, Path> functions;
    private final BiFunction<Path, SubQueryContext, Set<String>> semiJoin;

    /**
     * @param functions what a function on the left side stands for
     * @param semiJoin the keys that a nested query gives
     */
    ConditionReader(
            Scope scope,
            Function<SoqlFunctionContext, Path> functions,
            BiFunction<Path, SubQueryContext, Set<String>> semiJoin) {
        this.scope = scope;
        this.functions = functions;
        this.semiJoin = semiJoin;
    }

    Condition read(LogicalExpressionContext expression) {
        List<Condition> parts = expression.conditionalExpression().stream()
                .map(this::conditional)
                .toList();
        if (expression.NOT() != null) return new Condition.Not(parts.get(0));
        if (parts.size() == 1) return parts.get(0);
        return expression.SOQLOR().isEmpty() ? new Condition.And(parts) : new Condition.Or(parts);
    }

    private Condition conditional(ConditionalExpressionContext expression) {
        return expression.logicalExpression() != null
                ? read(expression.logicalExpression())
                : comparison(expression.fieldExpression());
    }

    private Condition comparison(FieldExpressionContext expression) {
        Path path = expression.fieldName() != null
                ? scope.path(expression.fieldName().getText())
                : functions.apply(expression.soqlFunction());
        if (path.type() == FieldType.TEXTAREA && isLong(path)) throw notFilterable(path);
        String operator = expression.comparisonOperator().getText().toUpperCase(Locale.ROOT);
        ValueContext value = expression.value();
        return switch (operator) {
            case "IN", "NOTIN" -> in(path, value, operator.equals("NOTIN"));
            case "INCLUDES", "EXCLUDES" -> includes(path, value, operator.equals("EXCLUDES"));
            case "LIKE" -> like(path, value);
            default ->
                value.dateFormula() != null
                        ? dates(value.dateFormula().getText(), path, operator(operator))
                        : new Condition.Comparison(path, operator(operator), literal(value, path));
        };
    }

    private Condition in(Path path, ValueContext value, boolean negated) {
        if (value.subQuery() != null)
            return new Condition.In(path, semiJoin.apply(path, value.subQuery()), false, negated);
        if (value.valueList() == null) throw Soql.notHere("IN needs a list of values");
        Set<String> keys = new HashSet<>();
        boolean withNull = false;
        for (ValueContext each : value.valueList().value()) {
            String literal = literal(each, path);
            if (literal == null) {
                withNull = true;
            } else {
                keys.add(Condition.key(path.type(), literal));
            }
        }
        return new Condition.In(path, keys, withNull, negated);
    }

    private Condition includes(Path path, ValueContext value, boolean negated) {
        if (path.type() != FieldType.MULTIPICKLIST || value.valueList() == null) throw notForType(path, "INCLUDES");
        List<Set<String>> alternatives = new ArrayList<>();
        for (ValueContext each : value.valueList().value()) {
            String literal = literal(each, path);
            if (literal == null) continue;
            alternatives.add(Arrays.stream(Condition.key(path.type(), literal).split(";"))
                    .collect(Collectors.toUnmodifiableSet()));
        }
        return new Condition.Includes(path, alternatives, negated);
    }

    private Condition like(Path path, ValueContext value) {
        String mask = literal(value, path);
        if (mask == null || !path.type().isText()) throw notForType(path, "LIKE");
        return Condition.Like.of(path, mask);
    }

    private static Operator operator(String text) {
        return switch (text) {
            case "=" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.AT_MOST;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.AT_LEAST;
            default -> throw Soql.notHere("operator " + text + " is not part of this sandbox's SOQL");
        };
    }

    private static @Nullable String literal(ValueContext value, Path path) {
        if (value.NULL() != null) return null;
        FieldType type = path.type();
        String text = value.getText();
        boolean quoted = value.StringLiteral() != null;
        if (!fits(value, type)) throw wrongType(path, type);
        try {
            if (!quoted) return type.canonical(text);
        } catch (IllegalArgumentException e) {
            throw wrongType(path, type);
        }
        String plain = unescape(text.substring(1, text.length() - 1));
        return type == FieldType.ID || type == FieldType.REFERENCE ? id(plain) : plain;
    }

    private static boolean fits(ValueContext value, FieldType type) {
        if (value.StringLiteral() != null) return type.isQuoted();
        if (value.BooleanLiteral() != null) return type == FieldType.BOOLEAN;
        if (value.DateTimeLiteral() != null) return type == FieldType.DATETIME;
        if (value.DateLiteral() != null) return type == FieldType.DATE;
        if (value.TimeLiteral() != null) return type == FieldType.TIME;
        return value.signedNumber() != null && type.isNumber();
    }

    private static String id(String text) {
        if (text.length() == 15 || text.length() == 18) return Ids.to18(text);
        throw new SalesforceError(400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + text, Position.NONE);
    }

    /** TODAY and its relatives, in UTC: the sandbox org's users live there. */
    private Condition dates(String text, Path path, Operator operator) {
        if (path.type() != FieldType.DATE && path.type() != FieldType.DATETIME) throw wrongType(path, path.type());
        LocalDate today = LocalDate.ofInstant(scope.store().clock().instant(), ZoneOffset.UTC);
        DateWords days = DateWords.of(text, today);
        String first = path.type().canonical(days.from().toString());
        String end = path.type().canonical(days.to().toString());
        Condition after = new Condition.Comparison(path, Operator.AT_LEAST, first);
        Condition before = new Condition.Comparison(path, Operator.LESS, end);
        return switch (operator) {
            case EQUAL -> new Condition.And(List.of(after, before));
            case NOT_EQUAL -> new Condition.Not(new Condition.And(List.of(after, before)));
            case LESS -> new Condition.Comparison(path, Operator.LESS, first);
            case AT_MOST -> before;
            case GREATER -> new Condition.Comparison(path, Operator.AT_LEAST, end);
            case AT_LEAST -> after;
        };
    }

    private boolean isLong(Path path) {
        return path.own(scope.from())
                .map(field -> field.length() > LONGEST_FILTERED)
                .orElse(true);
    }

    private static SalesforceError notFilterable(Path path) {
        return new SalesforceError(
                400, "INVALID_FIELD", "field '" + path + "' can not be filtered in a query call", Position.NONE);
    }

    private static SalesforceError wrongType(Path path, FieldType type) {
        String quotes = type.isQuoted() ? "should be enclosed in quotes" : "should not be enclosed in quotes";
        String word = type == FieldType.DATETIME ? "dateTime" : type.isQuoted() ? "string" : type.word();
        return new SalesforceError(
                400,
                "INVALID_FIELD",
                "value of filter criterion for field '" + path + "' must be of type " + word + " and " + quotes,
                Position.NONE);
    }

    private static SalesforceError notForType(Path path, String operator) {
        return new SalesforceError(
                400, "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on " + path + ": " + operator, Position.NONE);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != '\\' || i + 1 == text.length()) {
                plain.append(each);
                continue;
            }
            char next = text.charAt(++i);
            plain.append(
                    switch (next) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> next;
                    });
        }
        return plain.toString();
    }
}
