package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.spi.AdapterErrorCode;
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
            Failure failure;
            AdapterException refused;
            try {
                List<SObject> rows = new ArrayList<>();
                int size = read(client, operation, soql, rows);
                if (rows.size() >= size) return rows;
                refused = new AdapterException(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        operation + ": the pages of a query have " + rows.size() + " rows of " + size);
                failure = new Failure(refused.code(), SalesforceRetryPolicies.SPOILED);
            } catch (AdapterException e) {
                refused = e;
                failure = new Failure(e.code(), RefusedException.vendorCode(e));
            }
            if (!attempts.again(failure)) throw refused;
        }
    }

    /** Returns how many rows there are by the vendor's own count. */
    private static int read(SalesforceClient client, String operation, String soql, List<SObject> into) {
        QueryResult page = client.queryAll(operation, soql);
        int size = page.getSize();
        while (true) {
            into.addAll(Arrays.asList(page.getRecords()));
            if (page.isDone()) return size;
            String locator = page.getQueryLocator();
            page = client.read(operation, soap -> SoapAnswers.further(soap.queryMore(locator)));
        }
    }

    /** The text of a column; null where the row has none. */
    public static @Nullable String text(SObject row, String column) {
        Object value = column.equals("Id") ? row.getId() : row.getField(column);
        return value == null ? null : value.toString();
    }
}
