package io.onefunnel.salesforce;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordWrapper;
import io.onefunnel.spi.Change;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a Bulk result into changes as they are parsed, without records and texts in between. */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Change> {
    private static final int MOST_COLUMNS = 5_000;

    private final MappedType type;
    private final Row row;
    private final int[] columns = new int[MOST_COLUMNS];
    private int width;
    private boolean header = true;

    CsvRows(MappedType type, Row row) {
        this.type = type;
        this.row = row;
    }

    @Override
    protected void handleBegin(long line) {
        if (!header) row.clear();
    }

    @Override
    protected void handleField(int index, char[] buffer, int from, int length, boolean quoted) {
        if (header) {
            // A record has 5,000 fields at most: Bulk API 2.0 Limits.
            if (index >= MOST_COLUMNS) throw new IllegalArgumentException("too many columns");
            columns[index] = type.position(new String(buffer, from, length));
            width = index + 1;
            return;
        }
        int column = index < width ? columns[index] : -1;
        if (column >= 0) row.set(column, buffer, from, length);
    }

    @Override
    protected @Nullable RecordWrapper<Change> buildRecord() {
        if (header) {
            header = false;
            return null;
        }
        return isEmptyLine() ? null : wrapRecord(row.change());
    }
}
