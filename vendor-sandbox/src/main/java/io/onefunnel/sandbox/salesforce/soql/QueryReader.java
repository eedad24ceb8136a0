package io.onefunnel.sandbox.salesforce.soql;

import io.github.apexdevtools.apexparser.ApexParser.FieldNameContext;
import io.github.apexdevtools.apexparser.ApexParser.FieldNameListContext;
import io.github.apexdevtools.apexparser.ApexParser.FromNameListContext;
import io.github.apexdevtools.apexparser.ApexParser.GroupByClauseContext;
import io.github.apexdevtools.apexparser.ApexParser.LimitClauseContext;
import io.github.apexdevtools.apexparser.ApexParser.OffsetClauseContext;
import io.github.apexdevtools.apexparser.ApexParser.OrderByClauseContext;
import io.github.apexdevtools.apexparser.ApexParser.QueryContext;
import io.github.apexdevtools.apexparser.ApexParser.SelectEntryContext;
import io.github.apexdevtools.apexparser.ApexParser.SoqlFunctionContext;
import io.github.apexdevtools.apexparser.ApexParser.SubFieldEntryContext;
import io.github.apexdevtools.apexparser.ApexParser.SubQueryContext;
import io.github.apexdevtools.apexparser.ApexParser.TypeOfContext;
import io.github.apexdevtools.apexparser.ApexParser.WhereClauseContext;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Query.Selected;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the text of a query into a {@link Query}, or refuses it in the vendor's words. */
public final class QueryReader {
    // SOQL statements of at most 100,000 characters: SOQL and SOSL Limits.
    private static final int LONGEST = 100_000;
    private static final int MOST_OFFSET = 2_000;
    private static final int MOST_FIELDS_ROWS = 200;

    private final OrgStore store;
    private final Access access;
    private final boolean tooling;

    public QueryReader(OrgStore store, Access access) {
        this(store, access, false);
    }

    private QueryReader(OrgStore store, Access access, boolean tooling) {
        this.store = store;
        this.access = access;
        this.tooling = tooling;
    }

    /** A reader that knows the Tooling API's own objects too. */
    public QueryReader withTooling() {
        return new QueryReader(store, access, true);
    }

    public Query read(String text) {
        if (text.length() > LONGEST) {
            throw new SalesforceError(
                    400,
                    "MALFORMED_QUERY",
                    "SOQL statements cannot be longer than " + LONGEST + " characters.",
                    Position.NONE);
        }
        QueryContext parsed = Soql.parse(text);
        Scope scope = scope(parsed.fromNameList());
        refuseWhatIsNotHere(parsed);
        OptionalInt limit = limit(parsed.limitClause());
        List<Selected> select = new ArrayList<>();
        boolean countOnly = false;
        for (SelectEntryContext entry : parsed.selectList().selectEntry()) {
            if (isBareCount(entry.soqlFunction())) {
                countOnly = true;
            } else {
                select.addAll(selected(entry, scope, select.size(), limit));
            }
        }
        List<Query.Column> groupBy =
                parsed.groupByClause() == null ? List.of() : groupBy(parsed.groupByClause(), scope, select);
        checkGrouped(select, groupBy);
        return new Query(
                scope.from(),
                select,
                countOnly,
                where(parsed.whereClause(), scope),
                groupBy,
                having(parsed.groupByClause(), scope),
                orders(parsed.orderByClause(), scope, select),
                limit,
                offset(parsed.offsetClause()));
    }

    /** A condition alone, as validation rules have them. */
    public Condition condition(ObjectType type, String where) {
        return read("SELECT Id FROM " + type.name() + " WHERE " + where).where().orElseThrow();
    }

    private Scope scope(FromNameListContext names) {
        if (names.fieldName().size() > 1) throw Soql.notHere("only one object stands in FROM");
        ObjectType from = object(names.fieldName(0).getText());
        String alias = names.soqlId().isEmpty() ? from.name() : names.soqlId(0).getText();
        return new Scope(from, alias, store, access);
    }

    private static void refuseWhatIsNotHere(QueryContext parsed) {
        if (parsed.allRowsClause() != null && !parsed.allRowsClause().getText().isEmpty()) {
            throw Soql.notHere("ALL ROWS not allowed in this context");
        }
        if (parsed.withClause() != null) throw Soql.notHere("WITH is not part of this sandbox's SOQL");
        if (parsed.usingScope() != null) throw Soql.notHere("USING SCOPE is not part of this sandbox's SOQL");
    }

    private ObjectType object(String name) {
        return store.schema()
                .type(name)
                .filter(access::sees)
                .filter(type -> tooling || !type.tooling())
                .orElseThrow(() -> new SalesforceError(
                        400,
                        "INVALID_TYPE",
                        "sObject type '" + name + "' is not supported. If you are attempting to use a custom object, be"
                                + " sure to append the '__c' after the entity name. Please reference your WSDL or the"
                                + " describe call for the appropriate names.",
                        Position.NONE));
    }

    private static boolean isBareCount(@Nullable SoqlFunctionContext function) {
        return function != null && function.COUNT() != null && function.fieldName() == null;
    }

    private List<? extends Selected> selected(SelectEntryContext entry, Scope scope, int position, OptionalInt limit) {
        String alias = entry.soqlId() == null ? "" : entry.soqlId().getText();
        if (entry.fieldName() != null) {
            return List.of(new Query.Column(scope.path(entry.fieldName().getText()), "", alias));
        }
        if (entry.subQuery() != null) return List.of(children(entry.subQuery(), scope.from()));
        if (entry.typeOf() != null) return List.of(typeOf(entry.typeOf(), scope));
        if (entry.soqlFunction().FIELDS() != null) return fields(entry.soqlFunction(), scope, limit);
        return List.of(scope.column(entry.soqlFunction(), alias.isEmpty() ? "expr" + position : alias));
    }

    /** FIELDS(ALL), FIELDS(CUSTOM) and FIELDS(STANDARD); only the last may answer more than 200 rows. */
    private static List<Query.Column> fields(SoqlFunctionContext function, Scope scope, OptionalInt limit) {
        var which = function.soqlFieldsParameter();
        if (which.STANDARD() == null && limit.orElse(Integer.MAX_VALUE) > MOST_FIELDS_ROWS) {
            throw Soql.notHere("The SOQL FIELDS function must have a LIMIT of at most 200");
        }
        List<Query.Column> columns = new ArrayList<>();
        for (Field field : scope.from().fields()) {
            boolean wanted = which.ALL() != null || field.isCustom() == (which.CUSTOM() != null);
            if (wanted && scope.access().sees(scope.from(), field)) {
                columns.add(new Query.Column(Path.of(field), "", ""));
            }
        }
        return columns;
    }

    private Query.Children children(SubQueryContext nested, ObjectType parent) {
        String name = nested.fromNameList().fieldName(0).getText();
        for (ObjectType child : store.schema().types()) {
            for (Field via : child.fields()) {
                boolean named = via.referenceTo().contains(parent.name())
                        && ChildRelations.name(child, via, parent)
                                .map(name::equalsIgnoreCase)
                                .orElse(false);
                if (named && access.sees(child) && access.sees(child, via)) {
                    String relation = ChildRelations.name(child, via, parent).orElseThrow();
                    return new Query.Children(relation, via, nested(nested, child));
                }
            }
        }
        throw new SalesforceError(
                400,
                "INVALID_TYPE",
                "Didn't understand relationship '" + name
                        + "' in FROM part of query call. If you are attempting to use a"
                        + " custom relationship, be sure to append the '__r' after the custom relationship name. Please"
                        + " reference your WSDL or the describe call for the appropriate names.",
                Position.NONE);
    }

    private Query nested(SubQueryContext nested, ObjectType child) {
        Scope scope = new Scope(child, child.name(), store, access);
        List<Selected> select = new ArrayList<>();
        for (SubFieldEntryContext entry : nested.subFieldList().subFieldEntry()) {
            if (entry.fieldName() != null) {
                select.add(new Query.Column(scope.path(entry.fieldName().getText()), "", ""));
            } else if (entry.typeOf() != null) {
                select.add(typeOf(entry.typeOf(), scope));
            } else {
                throw Soql.notHere("only fields and TYPEOF stand in a nested query");
            }
        }
        return new Query(
                child,
                select,
                false,
                where(nested.whereClause(), scope),
                List.of(),
                Optional.empty(),
                orders(nested.orderByClause(), scope, select),
                limit(nested.limitClause()),
                0);
    }

    private Query.TypeOf typeOf(TypeOfContext typeOf, Scope scope) {
        String name = typeOf.fieldName().getText();
        Field reference = scope.from()
                .relationship(name)
                .filter(field -> access.sees(scope.from(), field))
                .orElseThrow(() -> Path.noRelation(name, scope.from()));
        if (!reference.isPolymorphic())
            throw Soql.notHere("TYPEOF asks for a relationship to several objects: " + name);
        Map<String, List<Path>> when = new LinkedHashMap<>();
        for (var each : typeOf.whenClause()) {
            ObjectType type = object(each.fieldName().getText());
            when.put(type.name(), paths(each.fieldNameList(), new Scope(type, type.name(), store, access)));
        }
        List<Path> otherwise = List.of();
        if (typeOf.elseClause() != null) {
            ObjectType any = object(reference.referenceTo().get(0));
            otherwise = paths(typeOf.elseClause().fieldNameList(), new Scope(any, any.name(), store, access));
        }
        return new Query.TypeOf(reference, when, otherwise);
    }

    private static List<Path> paths(FieldNameListContext names, Scope scope) {
        return names.fieldName().stream()
                .map(name -> scope.path(name.getText()))
                .toList();
    }

    private List<Query.Column> groupBy(GroupByClauseContext clause, Scope scope, List<Selected> select) {
        if (clause.selectList() == null) throw Soql.notHere("only GROUP BY fields is part of this sandbox's SOQL");
        List<Query.Column> columns = new ArrayList<>();
        for (SelectEntryContext entry : clause.selectList().selectEntry()) {
            if (entry.fieldName() != null) {
                columns.add(named(entry.fieldName(), scope, select));
            } else if (entry.soqlFunction() != null) {
                columns.add(new Query.Column(scope.scalar(entry.soqlFunction()), "", ""));
            } else {
                throw Soql.notHere("only fields and date functions stand in GROUP BY");
            }
        }
        return columns;
    }

    /** Every plain column of a grouped query is one that it groups by. */
    private static void checkGrouped(List<Selected> select, List<Query.Column> groupBy) {
        boolean aggregate = !groupBy.isEmpty()
                || select.stream().anyMatch(each -> each instanceof Query.Column column && column.isAggregate());
        if (!aggregate) return;
        for (Selected each : select) {
            if (!(each instanceof Query.Column column)) throw Soql.notHere("a grouped query has columns only");
            boolean grouped = groupBy.stream().anyMatch(by -> by.path().equals(column.path()));
            if (!column.isAggregate() && !grouped) {
                throw new SalesforceError(
                        400, "MALFORMED_QUERY", "Field must be grouped or aggregated: " + column.path(), Position.NONE);
            }
        }
    }

    private Optional<Condition> where(@Nullable WhereClauseContext clause, Scope scope) {
        if (clause == null) return Optional.empty();
        ConditionReader reader = new ConditionReader(scope, scope::scalar, (path, nested) -> semiJoin(nested, path));
        return Optional.of(reader.read(clause.logicalExpression()));
    }

    private Optional<Condition> having(@Nullable GroupByClauseContext clause, Scope scope) {
        if (clause == null || clause.logicalExpression() == null) return Optional.empty();
        ConditionReader reader =
                new ConditionReader(scope, function -> aggregatePath(function, scope), (path, nested) -> {
                    throw Soql.notHere("a nested query does not stand in HAVING");
                });
        return Optional.of(reader.read(clause.logicalExpression()));
    }

    /** A path that names an aggregate by function and field; {@link Groups} computes it. */
    private static Path aggregatePath(SoqlFunctionContext function, Scope scope) {
        Query.Column column =
                isBareCount(function) ? new Query.Column(scope.path("Id"), "COUNT", "") : scope.column(function, "");
        if (!column.isAggregate()) return column.path();
        return new Path(
                column.path().parents(),
                column.aggregate() + ":" + column.path().leaf(),
                column.type(),
                ScalarFunction.NONE);
    }

    /** The ids that a nested query in IN gives. */
    private Set<String> semiJoin(SubQueryContext nested, Path left) {
        if (left.type() != FieldType.ID && left.type() != FieldType.REFERENCE) {
            throw new SalesforceError(
                    400,
                    "MALFORMED_QUERY",
                    "The left operand field in the where expression for outer query should be an ID field, cannot use: '"
                            + left + "'",
                    Position.NONE);
        }
        Scope scope = scope(nested.fromNameList());
        Query inner = nested(nested, scope.from());
        if (inner.columns().size() != 1) throw Soql.notHere("a nested query in IN selects one field");
        Path path = inner.columns().get(0).path();
        Set<String> keys = new HashSet<>();
        new QueryRunner(store).rows(inner, false, access).forEach(row -> {
            String value = path.value(inner.from(), row, store);
            if (value != null) keys.add(value);
        });
        return keys;
    }

    private static List<Query.Order> orders(@Nullable OrderByClauseContext clause, Scope scope, List<Selected> select) {
        List<Query.Order> orders = new ArrayList<>();
        if (clause == null) return orders;
        for (var each : clause.fieldOrderList().fieldOrder()) {
            Query.Column by = each.fieldName() != null
                    ? named(each.fieldName(), scope, select)
                    : scope.column(each.soqlFunction(), "");
            boolean descending = each.DESC() != null;
            // Nulls come first ascending unless said otherwise; the vendor keeps them first descending as well.
            orders.add(new Query.Order(by, descending, each.LAST() != null));
        }
        return orders;
    }

    /** A field, or the alias of a column that was selected. */
    private static Query.Column named(FieldNameContext name, Scope scope, List<Selected> select) {
        for (Selected each : select) {
            boolean alias = each instanceof Query.Column column && column.name().equalsIgnoreCase(name.getText());
            if (alias) return (Query.Column) each;
        }
        return new Query.Column(scope.path(name.getText()), "", "");
    }

    private static OptionalInt limit(@Nullable LimitClauseContext clause) {
        return clause == null
                ? OptionalInt.empty()
                : OptionalInt.of(number(
                        clause.IntegerLiteral() == null
                                ? clause.getText()
                                : clause.IntegerLiteral().getText()));
    }

    private static int offset(@Nullable OffsetClauseContext clause) {
        if (clause == null) return 0;
        int offset = number(
                clause.IntegerLiteral() == null
                        ? clause.getText()
                        : clause.IntegerLiteral().getText());
        if (offset > MOST_OFFSET) {
            throw new SalesforceError(
                    400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000", Position.NONE);
        }
        return offset;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Soql.notHere("not a number: " + text);
        }
    }
}
