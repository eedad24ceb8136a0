package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.pull.RecordReader;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.call.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What every kind of write works with. */
public record WriteContext(
        SalesforceClient client, OrgSchema schema, RecordReader records, Parallel parallel, InstantSource clock) {
    private static final Duration LATER = Duration.ofMinutes(5);

    /** When to try again what others hold now. */
    public Instant later() {
        return clock.instant().plus(LATER);
    }

    public Instant later(AdapterException refused) {
        return refused.notBefore().orElseGet(this::later);
    }

    /** All rows of a query that is small enough to be held. */
    public List<SObject> rows(String operation, String soql) {
        return QueryRows.all(client, operation, soql);
    }
}
