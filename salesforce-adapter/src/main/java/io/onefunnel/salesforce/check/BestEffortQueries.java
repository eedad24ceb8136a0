package io.onefunnel.salesforce.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.spi.AdapterException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the org about itself, where one may or may not be allowed to ask. */
final class BestEffortQueries {
    private static final String TOOLING = "/services/data/v" + SalesforceClient.API_VERSION + "/tooling/query?q=";

    private final OrgAccess access;

    BestEffortQueries(OrgAccess access) {
        this.access = access;
    }

    /** Empty when our user may not ask this, or this org does not know it. */
    Optional<List<SObject>> rows(String what, String soql) {
        try {
            return Optional.of(access.rows("read " + what, soql));
        } catch (AdapterException e) {
            return notTold(e);
        }
    }

    /** The same of the Tooling API. */
    Optional<List<JsonNode>> tooling(String what, String soql) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            access.client()
                    .rest(
                            "read " + what,
                            "GET",
                            TOOLING + URLEncoder.encode(soql, StandardCharsets.UTF_8),
                            null,
                            "done")
                    .json()
                    .path("records")
                    .forEach(rows::add);
            return Optional.of(rows);
        } catch (AdapterException e) {
            return notTold(e);
        }
    }

    private static <T> Optional<T> notTold(AdapterException e) {
        // Only the org itself can say that one may not ask: an answer that is spoiled says nothing.
        if (ErrorScope.stopsAll(e) || !ErrorScope.isRefusal(e)) throw e;
        return Optional.empty();
    }
}
