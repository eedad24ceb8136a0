package io.onefunnel.salesforce;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.spi.AdapterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rows of a query that is small enough to be held. */
final class Rows {
    private static final int RESTARTS = 2;

    private Rows() {}

    /** A cursor that is lost in between means the query anew: nothing of it was given to anybody yet. */
    static List<SObject> all(Calls calls, String operation, String soql) {
        for (int restarts = 0; ; restarts++) {
            try {
                return read(calls, operation, soql);
            } catch (AdapterException e) {
                boolean lostCursor = Failure.vendorCode(e).equals("INVALID_QUERY_LOCATOR");
                if (!lostCursor || restarts == RESTARTS) throw e;
            }
        }
    }

    private static List<SObject> read(Calls calls, String operation, String soql) {
        List<SObject> rows = new ArrayList<>();
        QueryResult page = calls.read(operation, soap -> soap.queryAll(soql));
        while (true) {
            rows.addAll(Arrays.asList(page.getRecords()));
            if (page.isDone()) return rows;
            String locator = page.getQueryLocator();
            page = calls.read(operation, soap -> soap.queryMore(locator));
        }
    }

    /** The text of a column; null where the row has none. */
    static @Nullable String text(SObject row, String column) {
        Object value = column.equals("Id") ? row.getId() : row.getField(column);
        return value == null ? null : value.toString();
    }
}
