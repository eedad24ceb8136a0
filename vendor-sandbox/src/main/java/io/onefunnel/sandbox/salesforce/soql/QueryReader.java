package io.onefunnel.sandbox.salesforce.soql;

import io.github.apexdevtools.apexparser.ApexParser;
import io.github.apexdevtools.apexparser.ApexParser.ConditionalExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.DateFormulaContext;
import io.github.apexdevtools.apexparser.ApexParser.FieldExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.LogicalExpressionContext;
import io.github.apexdevtools.apexparser.ApexParser.QueryContext;
import io.github.apexdevtools.apexparser.ApexParser.SelectEntryContext;
import io.github.apexdevtools.apexparser.ApexParser.SoqlFunctionContext;
import io.github.apexdevtools.apexparser.ApexParser.ValueContext;
import io.onefunnel.sandbox.salesforce.SalesforceError;
import io.onefunnel.sandbox.salesforce.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Condition.Operator;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Turns the text of a query into a {@link Query}, or refuses it in the vendor's words. */
public final class QueryReader {
    private final OrgStore store;
    private final Access access;

    public QueryReader(OrgStore store, Access access) {
        this.store = store;
        this.access = access;
    }

    public Query read(String text) {
        QueryContext parsed = Soql.parse(text);
        ObjectType from = object(parsed.fromNameList().fieldName(0).getText());
        List<Query.Column> groupBy = new ArrayList<>();
        if (parsed.groupByClause() != null) groupBy(parsed.groupByClause(), from, groupBy);
        List<Query.Column> select = new ArrayList<>();
        boolean countOnly = false;
        for (SelectEntryContext entry : parsed.selectList().selectEntry()) {
            if (isBareCount(entry)) {
                countOnly = true;
            } else {
                select.addAll(columns(entry, from, select.size()));
            }
        }
        if (parsed.offsetClause() != null || parsed.withClause() != null) {
            throw Soql.notHere("OFFSET and WITH are not part of this sandbox's SOQL");
        }
        return new Query(
                from,
                select,
                countOnly,
                Optional.ofNullable(parsed.whereClause()).map(where -> logical(where.logicalExpression(), from)),
                groupBy,
                orders(parsed, from),
                parsed.limitClause() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(
                                parsed.limitClause().IntegerLiteral().getText())));
    }

    private ObjectType object(String name) {
        return store.schema()
                .type(name)
                .filter(access::sees)
                .orElseThrow(() -> new SalesforceError(
                        400,
                        "INVALID_TYPE",
                        "sObject type '" + name + "' is not supported. If you are attempting to use a custom object, be"
                                + " sure to append the '__c' after the entity name. Please reference your WSDL or the"
                                + " describe call for the appropriate names.",
                        Position.NONE));
    }

    private static boolean isBareCount(SelectEntryContext entry) {
        SoqlFunctionContext function = entry.soqlFunction();
        return function != null && function.COUNT() != null && function.fieldName() == null;
    }

    private List<Query.Column> columns(SelectEntryContext entry, ObjectType from, int position) {
        if (entry.fieldName() != null) {
            return List.of(new Query.Column(path(entry.fieldName().getText(), from), "", ""));
        }
        SoqlFunctionContext function = entry.soqlFunction();
        if (function == null) throw Soql.notHere("nested queries and TYPEOF are not part of this sandbox's SOQL");
        if (function.FIELDS() != null) return everyField(from);
        String alias =
                entry.soqlId() == null ? "expr" + position : entry.soqlId().getText();
        return List.of(computed(function, from, alias));
    }

    private List<Query.Column> everyField(ObjectType from) {
        return from.fields().stream()
                .filter(field -> access.sees(from, field))
                .map(field -> new Query.Column(path(field.name(), from), "", ""))
                .toList();
    }

    private Query.Column computed(SoqlFunctionContext function, ObjectType from, String name) {
        String called = function.getStart().getText().toUpperCase(Locale.ROOT);
        if (!List.of("COUNT", "MAX", "MIN", "DAY_ONLY").contains(called)) {
            throw Soql.notHere(called + " is not part of this sandbox's SOQL");
        }
        String field = called.equals("DAY_ONLY")
                ? function.dateFieldName().getText()
                : function.fieldName().getText();
        return new Query.Column(path(field, from), called, name);
    }

    private void groupBy(ApexParser.GroupByClauseContext clause, ObjectType from, List<Query.Column> into) {
        for (var each : clause.selectList() == null
                ? List.<SelectEntryContext>of()
                : clause.selectList().selectEntry()) {
            into.addAll(columns(each, from, into.size()));
        }
        if (into.isEmpty()) throw Soql.notHere("only GROUP BY fields is part of this sandbox's SOQL");
    }

    private List<Query.Order> orders(QueryContext parsed, ObjectType from) {
        List<Query.Order> orders = new ArrayList<>();
        if (parsed.orderByClause() == null) return orders;
        for (var each : parsed.orderByClause().fieldOrderList().fieldOrder()) {
            if (each.fieldName() == null) throw Soql.notHere("ORDER BY a function is not part of this sandbox's SOQL");
            boolean descending = each.DESC() != null;
            // Nulls come first ascending unless said otherwise; the vendor keeps them first descending as well.
            orders.add(new Query.Order(path(each.fieldName().getText(), from), descending, each.LAST() != null));
        }
        return orders;
    }

    private Condition logical(LogicalExpressionContext expression, ObjectType from) {
        List<Condition> parts = expression.conditionalExpression().stream()
                .map(part -> conditional(part, from))
                .toList();
        if (expression.NOT() != null) return new Condition.Not(parts.get(0));
        if (parts.size() == 1) return parts.get(0);
        return expression.SOQLOR().isEmpty() ? new Condition.And(parts) : new Condition.Or(parts);
    }

    private Condition conditional(ConditionalExpressionContext expression, ObjectType from) {
        return expression.logicalExpression() != null
                ? logical(expression.logicalExpression(), from)
                : comparison(expression.fieldExpression(), from);
    }

    private Condition comparison(FieldExpressionContext expression, ObjectType from) {
        if (expression.fieldName() == null)
            throw Soql.notHere("a function in WHERE is not part of this sandbox's SOQL");
        Path path = path(expression.fieldName().getText(), from);
        String operator = expression.comparisonOperator().getText().toUpperCase(Locale.ROOT);
        ValueContext value = expression.value();
        if (operator.equals("IN") || operator.equals("NOTIN")) {
            if (value.valueList() == null) throw Soql.notHere("semi-joins are not part of this sandbox's SOQL");
            List<@Nullable String> literals = new ArrayList<>();
            for (ValueContext each : value.valueList().value()) literals.add(literal(each, path));
            return new Condition.In(path, literals, operator.equals("NOTIN"));
        }
        if (operator.equals("LIKE")) {
            String mask = literal(value, path);
            if (mask == null || !path.type().isText()) throw notForType(path, "LIKE");
            return Condition.Like.of(path, mask);
        }
        if (value.dateFormula() != null) return dateRange(value.dateFormula(), path, operator(operator));
        if (path.type() == FieldType.TEXTAREA) {
            // Long text cannot be filtered.
            throw new SalesforceError(
                    400, "INVALID_FIELD", "field '" + path + "' can not be filtered in a query call", Position.NONE);
        }
        return new Condition.Comparison(path, operator(operator), literal(value, path));
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

    private @Nullable String literal(ValueContext value, Path path) {
        if (value.NULL() != null) return null;
        FieldType type = path.type();
        String text = value.getText();
        boolean quoted = value.StringLiteral() != null;
        boolean fits = quoted
                ? type.isQuoted()
                : value.BooleanLiteral() != null
                        ? type == FieldType.BOOLEAN
                        : value.DateTimeLiteral() != null
                                ? type == FieldType.DATETIME
                                : value.DateLiteral() != null
                                        ? type == FieldType.DATE
                                        : value.signedNumber() != null && type.isNumber();
        if (!fits) throw wrongType(path, type);
        if (!quoted) return type.canonical(text);
        String unescaped = unescape(text.substring(1, text.length() - 1));
        return type == FieldType.ID || type == FieldType.REFERENCE ? Ids.to18(unescaped) : unescaped;
    }

    /** TODAY and its relatives, in UTC: the sandbox org's users live there. */
    private Condition dateRange(DateFormulaContext formula, Path path, Operator operator) {
        LocalDate today = LocalDate.ofInstant(store.clock().instant(), ZoneOffset.UTC);
        int n = formula.signedInteger() == null
                ? 0
                : Integer.parseInt(formula.signedInteger().getText());
        LocalDate from;
        LocalDate to;
        if (formula.TODAY() != null) {
            from = today;
            to = today.plusDays(1);
        } else if (formula.YESTERDAY() != null) {
            from = today.minusDays(1);
            to = today;
        } else if (formula.TOMORROW() != null) {
            from = today.plusDays(1);
            to = today.plusDays(2);
        } else if (formula.LAST_N_DAYS_N() != null) {
            from = today.minusDays(n);
            to = today.plusDays(1);
        } else if (formula.NEXT_N_DAYS_N() != null) {
            from = today.plusDays(1);
            to = today.plusDays(n + 1L);
        } else {
            throw Soql.notHere(formula.getText() + " is not part of this sandbox's SOQL");
        }
        String first = path.type().canonical(from.toString());
        String end = path.type().canonical(to.toString());
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

    private Path path(String dotted, ObjectType from) {
        return Path.resolve(dotted, from, store, access);
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
