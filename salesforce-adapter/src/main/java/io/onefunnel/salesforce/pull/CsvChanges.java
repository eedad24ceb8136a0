package io.onefunnel.salesforce.pull;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordWrapper;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.UnexpectedAnswerException;
import io.onefunnel.spi.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a Bulk result into changes as they are parsed, without records and texts in between. */
public final class CsvChanges extends AbstractBaseCsvCallbackHandler<Change> {
    private static final int MOST_COLUMNS = 5_000;

    private final MappedType type;
    private final ChangeBuilder builder;
    private final int[] columns = new int[MOST_COLUMNS];
    private int width;
    private int fields;
    private boolean header = true;

    private CsvChanges(MappedType type, ChangeBuilder builder) {
        this.type = type;
        this.builder = builder;
    }

    /** The changes in a result of this type, whose first row names the columns. */
    public static CsvReader<Change> read(ConnectionId connection, MappedType type, InputStream csv) throws IOException {
        CsvChanges changes = new CsvChanges(type, new ChangeBuilder(connection, type));
        return CsvReader.builder().build(changes, csv, StandardCharsets.UTF_8);
    }

    @Override
    protected void handleBegin(long line) {
        fields = 0;
        if (!header) builder.clear();
    }

    @Override
    protected void handleField(int index, char[] buffer, int from, int length, boolean quoted) {
        fields = index + 1;
        if (header) {
            // A record has 5,000 fields at most: Bulk API 2.0 Limits.
            if (index >= MOST_COLUMNS) throw new IllegalArgumentException("too many columns");
            columns[index] = type.position(new String(buffer, from, length));
            width = index + 1;
            return;
        }
        int column = index < width ? columns[index] : -1;
        if (column >= 0) builder.set(column, buffer, from, length);
    }

    @Override
    protected @Nullable RecordWrapper<Change> buildRecord() {
        if (header) {
            demandColumns();
            header = false;
            return null;
        }
        if (isEmptyLine()) return null;
        if (fields != width) throw unexpected("a row has " + fields + " values for " + width + " columns");
        return wrapRecord(builder.change());
    }

    /** All that was asked for: what is missing would look as if it were empty in every row. */
    private void demandColumns() {
        boolean[] there = new boolean[type.columns().size()];
        for (int i = 0; i < width; i++) if (columns[i] >= 0) there[columns[i]] = true;
        for (int i = 0; i < there.length; i++) {
            if (!there[i])
                throw unexpected("its first row does not name the column "
                        + type.columns().get(i));
        }
    }

    private static UncheckedIOException unexpected(String why) {
        return new UncheckedIOException(
                new UnexpectedAnswerException("this is not the result of a Bulk job, or not all of it: " + why));
    }
}
