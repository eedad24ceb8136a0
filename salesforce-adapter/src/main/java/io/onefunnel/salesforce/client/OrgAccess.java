package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.client.SalesforceOptions.Environment;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One set of credentials, and the org as it is seen with them: rights differ from user to user. */
public final class OrgAccess {
    /** The org that answers, which need not be the one that is meant. */
    public record Org(String id, boolean sandbox) {
        public String environment() {
            return sandbox ? "sandbox" : "production";
        }
    }

    // Object Reference, "Organization": its ids begin with 00D.
    private static final Pattern ORGANIZATION = Pattern.compile("00D([0-9A-Za-z]{12}|[0-9A-Za-z]{15})");

    private final ConnectionSettings settings;
    private final SalesforceClient client;
    private final OrgSchema schema;
    private final ServerClock serverClock;

    /** @param settings as they are for this use */
    public OrgAccess(
            ConnectionSettings settings, Use use, HttpRequests http, AdapterContext context, DailyQuota quota) {
        this.settings = settings;
        Sessions sessions = new Sessions(settings, use, http, context, quota);
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
     * The id of the org, from the org itself: the token says it, too, and both must say the same.
     *
     * @throws AdapterException UNEXPECTED_RESPONSE when the org does not say; WRONG_ACCOUNT when it is not of the environment
     *     that the connection demands
     */
    public String account() {
        Org org = org();
        String byToken = client.orgId();
        if (!byToken.isEmpty() && !byToken.equals(org.id())) {
            throw wrong("the token is one of org " + byToken + ", and org " + org.id() + " answers");
        }
        contradiction(org).ifPresent(why -> {
            throw wrong(why);
        });
        return org.id();
    }

    /** Why this org cannot be meant, whatever its id is. */
    public Optional<String> contradiction(Org org) {
        Environment demanded = settings.get(SalesforceOptions.ENVIRONMENT);
        if (demanded == Environment.EITHER || org.sandbox() == (demanded == Environment.SANDBOX))
            return Optional.empty();
        return Optional.of("org " + org.id() + " is a " + org.environment() + " org, and the connection demands "
                + (demanded == Environment.SANDBOX ? "a sandbox" : "production"));
    }

    /** All rows of a query that is small enough to be held. */
    public List<SObject> rows(String operation, String soql) {
        return QueryRows.all(client, operation, soql);
    }

    /** Asked of the org itself, each time: the address says nothing that could be relied on. */
    public Org org() {
        List<SObject> rows = rows("read Organization", "SELECT Id, IsSandbox FROM Organization");
        String id = rows.isEmpty() ? null : rows.get(0).getId();
        String sandbox = rows.isEmpty() ? "" : String.valueOf(rows.get(0).getField("IsSandbox"));
        if (id == null || id.isBlank()) throw nameless("Organization.Id is empty");
        if (!ORGANIZATION.matcher(id).matches()) throw nameless("Organization.Id is no id of an org");
        if (!sandbox.equals("true") && !sandbox.equals("false")) throw nameless("Organization.IsSandbox is empty");
        return new Org(RecordIds.to18(id), sandbox.equals("true"));
    }

    private AdapterException nameless(String why) {
        return new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                settings.id() + ": the org does not say who it is: " + why + "; check url and what answers there");
    }

    private AdapterException wrong(String what) {
        return new AdapterException(
                AdapterErrorCode.WRONG_ACCOUNT, settings.id() + ": " + what + "; check url and credentials");
    }
}
