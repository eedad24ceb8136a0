package io.onefunnel.sandbox.salesforce.soql;

import io.github.apexdevtools.apexparser.ApexLexer;
import io.github.apexdevtools.apexparser.ApexParser;
import io.github.apexdevtools.apexparser.ApexParser.QueryContext;
import io.github.apexdevtools.apexparser.CaseInsensitiveInputStream;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads SOQL by apex-parser's grammar. That grammar takes an alias nearly everywhere; Salesforce takes none on a plain
 * field, so an alias there is what it really is: an unexpected word.
 */
final class Soql {
    private static final Set<String> RESERVED = Set.of(
            "where", "order", "limit", "group", "having", "with", "and", "or", "not", "from", "select", "offset");

    private record Strange(String word, int line, int column) {
        static Strange of(Token token) {
            String word = token.getType() == Token.EOF ? "<EOF>" : token.getText();
            return new Strange(word, token.getLine(), token.getCharPositionInLine());
        }
    }

    private Soql() {}

    static QueryContext parse(String text) {
        List<Strange> strange = new ArrayList<>();
        BaseErrorListener note = new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    @Nullable Object symbol,
                    int line,
                    int column,
                    String message,
                    @Nullable RecognitionException cause) {
                strange.add(symbol instanceof Token token ? Strange.of(token) : new Strange("'", line, column));
            }
        };
        ApexLexer lexer = new ApexLexer(new CaseInsensitiveInputStream(CharStreams.fromString(text)));
        lexer.removeErrorListeners();
        lexer.addErrorListener(note);
        ApexParser parser = new ApexParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(note);
        QueryContext query = parser.query();
        if (parser.getCurrentToken().getType() != Token.EOF) strange.add(Strange.of(parser.getCurrentToken()));
        noteAliases(query, strange, text);
        // A stray word is taken for an alias first and makes a later one look wrong: the earliest is the culprit.
        strange.stream()
                .min(Comparator.comparingInt(Strange::line).thenComparingInt(Strange::column))
                .ifPresent(first -> {
                    throw unexpected(text, first);
                });
        return query;
    }

    static SalesforceError notHere(String what) {
        return new SalesforceError(400, "MALFORMED_QUERY", what, Position.NONE);
    }

    private static void noteAliases(QueryContext query, List<Strange> strange, String text) {
        // A grouped query may rename the fields that it groups by.
        if (query.selectList() != null && query.groupByClause() == null) {
            for (var entry : query.selectList().selectEntry()) {
                if (entry.fieldName() == null || entry.soqlId() == null) continue;
                strange.add(Strange.of(entry.soqlId().getStart()));
            }
        }
        if (query.fromNameList() == null) return;
        for (var alias : query.fromNameList().soqlId()) {
            if (!RESERVED.contains(alias.getText().toLowerCase(Locale.ROOT))) continue;
            strange.add(new Strange("<EOF>", alias.getStop().getLine(), text.length()));
        }
    }

    /** What Salesforce says of a text it cannot read: the line, a caret under the word, row and column. */
    private static SalesforceError unexpected(String text, Strange strange) {
        String[] lines = text.split("\n", -1);
        String line = lines[Math.min(strange.line(), lines.length) - 1];
        int column = Math.min(strange.column(), line.length()) + 1;
        String message = "\n" + line + "\n" + " ".repeat(column - 1) + "^\nERROR at Row:" + strange.line() + ":Column:"
                + column + "\nunexpected token: '" + strange.word() + "'";
        return new SalesforceError(400, "MALFORMED_QUERY", message, new Position(strange.line(), column));
    }
}
