package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.spi.IdRangeSnapshot;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads which ids of a type are there, in their order and nothing else of them: where no log tells any more what was
 * deleted, it is what is stored and not among them.
 */
final class IdComparison {
    // Behind every id with the same prefix: ids are of letters and digits.
    private static final String LAST = "~";

    /** @param more whether there are ids behind these */
    record Stretch(IdRangeSnapshot living, boolean more) {}

    private final SalesforceClient client;

    IdComparison(SalesforceClient client) {
        this.client = client;
    }

    /** @param after the last id that was compared; "" at the beginning */
    Stretch after(MappedType type, String after, Instant at) {
        String soql = PullQueries.idsAfter(type, after);
        QueryResult result = client.query("ids of " + type.name(), soql);
        Set<String> ids = new LinkedHashSet<>();
        String last = "";
        for (SObject each : result.getRecords()) {
            last = RecordIds.to18(String.valueOf(each.getId()));
            ids.add(last);
        }
        boolean more = !result.isDone();
        String from = after.isEmpty() ? type.described().prefix() : after;
        String upTo = more ? last : type.described().prefix() + LAST;
        return new Stretch(new IdRangeSnapshot(from, upTo, ids, at), more);
    }
}
