package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rows of a query that is small enough to be held. */
public final class QueryRows {
    private QueryRows() {}

    /** A cursor that is lost in between means the query anew: nothing of it was given to anybody yet. */
    public static List<SObject> all(SalesforceClient client, String operation, String soql) {
        Backoff.Attempts attempts = client.attempts(SalesforceRetryPolicies.SMALL_QUERIES, operation);
        while (true) {
            try {
                return read(client, operation, soql);
            } catch (AdapterException e) {
                if (!attempts.again(new Failure(e.code(), RefusedException.vendorCode(e)))) throw e;
            }
        }
    }

    private static List<SObject> read(SalesforceClient client, String operation, String soql) {
        List<SObject> rows = new ArrayList<>();
        QueryResult page = client.read(operation, soap -> soap.queryAll(soql));
        while (true) {
            rows.addAll(Arrays.asList(page.getRecords()));
            if (page.isDone()) return rows;
            String locator = page.getQueryLocator();
            page = client.read(operation, soap -> soap.queryMore(locator));
        }
    }

    /** The text of a column; null where the row has none. */
    public static @Nullable String text(SObject row, String column) {
        Object value = column.equals("Id") ? row.getId() : row.getField(column);
        return value == null ? null : value.toString();
    }
}
