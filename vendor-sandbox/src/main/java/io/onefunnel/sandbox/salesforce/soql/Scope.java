package io.onefunnel.sandbox.salesforce.soql;

import io.github.apexdevtools.apexparser.ApexParser.SoqlFunctionContext;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import java.util.Locale;
import java.util.Set;

/** What names mean at one place of a query: the object they are read from, and who reads. */
record Scope(ObjectType from, String alias, OrgStore store, Access access) {
    private static final Set<String> AGGREGATES = Set.of("COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MAX", "MIN");

    Path path(String dotted) {
        return Path.resolve(dotted, from, alias, store, access);
    }

    /** @param name what the column is called in an aggregate answer */
    Query.Column column(SoqlFunctionContext function, String name) {
        String word = word(function);
        if (!AGGREGATES.contains(word)) return new Query.Column(scalar(function), "", name);
        if (function.fieldName() == null) throw Soql.notHere("COUNT() stands alone in a query");
        Path path = path(function.fieldName().getText());
        boolean sums = word.equals("SUM") || word.equals("AVG");
        if (sums && !path.type().isNumber()) {
            throw new SalesforceError(
                    400,
                    "MALFORMED_QUERY",
                    "field " + path + " does not support aggregate operator " + word,
                    Position.NONE);
        }
        return new Query.Column(path, word, name);
    }

    Path scalar(SoqlFunctionContext function) {
        String word = word(function);
        ScalarFunction applied = ScalarFunction.named(word)
                .orElseThrow(() -> Soql.notHere(word + " is not part of this sandbox's SOQL"));
        String field = function.fieldName() != null
                ? function.fieldName().getText()
                : function.dateFieldName() != null && function.dateFieldName().fieldName() != null
                        ? function.dateFieldName().fieldName().getText()
                        : "";
        if (field.isEmpty()) throw Soql.notHere(word + " of a function is not part of this sandbox's SOQL");
        Path path = path(field);
        boolean time = path.type() == FieldType.DATE || path.type() == FieldType.DATETIME;
        if (applied.isOfTime() && !time) {
            throw new SalesforceError(
                    400,
                    "INVALID_FIELD",
                    "Function: " + word + " can only be applied to a date or datetime field",
                    Position.NONE);
        }
        return path.within(applied);
    }

    private static String word(SoqlFunctionContext function) {
        return function.getStart().getText().toUpperCase(Locale.ROOT);
    }
}
