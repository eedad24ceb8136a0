package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One set of credentials, and the org as it is seen with them: rights differ from user to user. */
public final class OrgAccess {
    /** The org that answers, which need not be the one that is meant. */
    public record Org(String id, boolean sandbox) {
        public String environment() {
            return sandbox ? "sandbox" : "production";
        }
    }

    private final ConnectionSettings settings;
    private final Use use;
    private final Optional<Boolean> demandedSandbox;
    private final SalesforceClient client;
    private final OrgSchema schema;
    private final ServerClock serverClock;
    private @Nullable Org known;

    /** @param settings as they are for this use */
    public OrgAccess(
            ConnectionSettings settings,
            Use use,
            SalesforceOptions options,
            HttpRequests http,
            AdapterContext context,
            DailyQuota quota) {
        this.settings = settings;
        this.use = use;
        this.demandedSandbox = options.sandbox();
        Sessions sessions = new Sessions(settings, use, options, http, context, quota);
        client = new SalesforceClient(settings.id(), sessions, http, context, quota);
        schema = new OrgSchema(client, settings.mapping(), context.clock());
        serverClock = new ServerClock(client, context.clock());
    }

    public SalesforceClient client() {
        return client;
    }

    public OrgSchema schema() {
        return schema;
    }

    public ServerClock serverClock() {
        return serverClock;
    }

    /**
     * A sandbox has the record ids of its production: nothing is read from or written to another org than the pinned one,
     * nor to one of another environment, whatever the credentials.
     *
     * @param reading what everything is read with; when these are others, both must lead to the same org
     */
    public void demandAccount(OrgAccess reading) {
        if (known != null) return;
        // The id comes with the token: a wrong org is refused before anything is asked of it.
        demand(client.orgId());
        Org org = org();
        demand(org.id());
        demandedSandbox.filter(demanded -> demanded != org.sandbox()).ifPresent(demanded -> {
            throw wrong("org " + org.id() + " is a " + org.environment() + " org, and the connection demands "
                    + (demanded ? "a sandbox" : "production"));
        });
        if (reading != this) {
            Org other = reading.known == null ? reading.org() : reading.known;
            if (!other.equals(org)) {
                throw wrong("the credentials for " + use + " lead to org " + org.id() + " (" + org.environment()
                        + "), those for reading to org " + other.id() + " (" + other.environment() + ")");
            }
        }
        known = org;
    }

    private void demand(String orgId) {
        settings.accountId()
                .map(RecordIds::to18)
                .filter(pinned -> !pinned.equals(orgId))
                .ifPresent(pinned -> {
                    throw wrong("org " + orgId + " answers, but the connection belongs to org " + pinned);
                });
    }

    /** All rows of a query that is small enough to be held. */
    public List<SObject> rows(String operation, String soql) {
        return QueryRows.all(client, operation, soql);
    }

    /** Asked of the org itself, each time: the address says nothing that could be relied on. */
    public Org org() {
        List<SObject> rows = rows("read Organization", "SELECT Id, IsSandbox FROM Organization");
        if (rows.isEmpty()) throw wrong("the org does not say who it is");
        SObject row = rows.get(0);
        return new Org(RecordIds.to18(row.getId()), "true".equals(String.valueOf(row.getField("IsSandbox"))));
    }

    private AdapterException wrong(String what) {
        return new AdapterException(
                AdapterErrorCode.WRONG_ACCOUNT, settings.id() + ": " + what + "; check url and credentials");
    }
}
