package io.onefunnel.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.ApiUsers;
import io.onefunnel.sandbox.salesforce.org.OrgIdentity;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.rest.RestEndpoint;
import io.onefunnel.sandbox.salesforce.rules.DuplicateRule;
import io.onefunnel.sandbox.salesforce.rules.Flow;
import io.onefunnel.sandbox.salesforce.rules.OrgRules;
import io.onefunnel.sandbox.salesforce.rules.ValidationRule;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.session.ApiQuota;
import io.onefunnel.sandbox.salesforce.session.CallGate;
import io.onefunnel.sandbox.salesforce.session.LongCalls;
import io.onefunnel.sandbox.salesforce.session.Sessions;
import io.onefunnel.sandbox.salesforce.session.TokenEndpoint;
import io.onefunnel.sandbox.salesforce.soap.SoapEndpoint;
import io.onefunnel.sandbox.salesforce.soql.Condition;
import io.onefunnel.sandbox.salesforce.soql.QueryReader;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.store.Table;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Salesforce org: OAuth tokens, the Partner SOAP API 65.0, REST, and Bulk 2.0 query and ingest jobs over one set of records.
 *
 * <p>Settings ({@link #set}):
 * <ul>
 *   <li>{@code apiCallsPerDay}: the rolling 24-hour quota; {@code limits=off} never refuses
 *   <li>{@code queryBatchSize}: rows in a query page whatever the client asks, or {@code asked}
 *   <li>{@code bulkDelaySeconds}: how long a Bulk 2.0 job runs; {@code bulkMaxRecords}: rows in its result pages
 *   <li>{@code sessionSeconds}: idle time after which a token is dead
 *   <li>{@code lateCommitSeconds}: while above 0, what is inserted or edited by hand keeps its stamp but appears only so
 *       much later, as after a long transaction
 *   <li>{@code hiddenObjects} ("Campaign,Task"), {@code hiddenFields} ("Lead.OneFunnel_Score__c") and {@code
 *       readOnlyFields}: what no API user may see or edit; {@link #users} has rights by user
 *   <li>{@code lockedRecords}: ids, separated by commas, that another transaction holds until the setting is changed
 *   <li>{@code longCallsAtOnce}: how many calls may have been running for 20 seconds
 *   <li>{@code personAccounts=on}: accounts with a last name are persons
 *   <li>{@code refusedRecords}: ids, separated by commas, whose changes a validation rule refuses
 *   <li>{@code editConvertedLeads=on}: API users may edit converted leads
 *   <li>{@code isSandbox}: what Organization.IsSandbox says
 *   <li>{@code rotateRefreshTokens=on}: a refresh token is replaced when it is used
 *   <li>{@code jwtPublicKey}: the PEM that JWT bearer assertions are verified with
 *   <li>{@code emptyRecycleBin}: set to anything, the bin is emptied now
 * </ul>
 *
 * <p>Faults ({@link Faults#take}), besides the common ones:
 * <ul>
 *   <li>{@code expired-session} (param {@code text}: 1 or 2): the session of the call dies, with one of the two texts
 *   <li>{@code request-limit} (param {@code kind}: daily or concurrent)
 *   <li>{@code row-lock} (param {@code rows}): so many rows of a write are answered UNABLE_TO_LOCK_ROW
 *   <li>{@code row-error} (params {@code rows}, {@code code}, {@code message}): so many rows are refused
 *   <li>{@code bulk-failed} (params {@code message}, {@code rows}): the Bulk 2.0 job fails, an ingest job after so many rows
 *   <li>{@code invalid-locator}: the cursor of a queryMore or of a bulk result is gone
 * </ul>
 */
public final class SalesforceOrg implements Vendor, SalesforceData {
    private final OrgSettings settings;
    private final Calls calls;
    private final OrgStore store;
    private final UiActions ui;
    private final OrgIdentity identity;
    private final ApiUsers users = new ApiUsers();
    private final OrgRules rules;
    private final PermissionRecords permissions;
    private final TokenEndpoint tokens;
    private final SoapEndpoint soap;
    private final RestEndpoint rest;

    public SalesforceOrg(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.calls = calls;
        settings = new OrgSettings(clock);
        store = new OrgStore(Schema.load(), clock);
        Records records = new Records(store);
        identity = new OrgTemplate(store, records).furnish();
        ui = new UiActions(store, records, settings, identity.adminId());
        Sessions sessions = new Sessions(clock, settings, identity.orgId());
        ApiQuota quota = new ApiQuota(clock, settings);
        CallGate gate = new CallGate(settings, sessions, quota, new LongCalls(clock, settings), faults);
        rules = new OrgRules(store, records, identity.automationId());
        OrgServices services = new OrgServices(store, records, settings, identity, quota, rules, calls, audit, faults);
        permissions = new PermissionRecords(store, records);
        permissions.add(users.add(identity.apiUserId(), identity.apiUsername(), clock, this::rightsChanged));
        tokens = new TokenEndpoint(identity.orgId(), users, sessions, clock, settings);
        soap = new SoapEndpoint(services, gate, calls);
        rest = new RestEndpoint(services, gate, calls);
    }

    @Override
    public String name() {
        return "salesforce";
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        String path = call.path();
        if (path.equals("/services/oauth2/token")) {
            calls.count("oauth token");
            return tokens.token(call);
        }
        if (soap.serves(path)) return soap.answer(call);
        if (rest.serves(path)) return rest.answer(call);
        return HttpAnswer.json(
                404, "[{\"message\":\"The requested resource does not exist\",\"errorCode\":\"NOT_FOUND\"}]");
    }

    @Override
    public Map<String, Object> state() {
        return store.alone(() -> {
            Map<String, Object> counts = new TreeMap<>();
            for (Table table : store.tables()) count(table, counts);
            return counts;
        });
    }

    @Override
    public Map<String, String> credentials() {
        ApiUser user = users.first();
        return Map.of(
                "clientId",
                user.clientId(),
                "clientSecret",
                user.clientSecret(),
                "refreshToken",
                user.refreshToken(),
                "username",
                identity.apiUsername(),
                "orgId",
                identity.orgId(),
                "apiVersion",
                OrgIdentity.API_VERSION);
    }

    @Override
    public void set(String key, String value) {
        if (key.equals("emptyRecycleBin")) {
            store.alone(() -> {
                store.emptyBin();
                return true;
            });
            return;
        }
        settings.set(key, value);
        if (key.equals("isSandbox")) {
            editByHand("Organization", identity.orgId(), Map.of("IsSandbox", value));
        }
    }

    @Override
    public Map<String, String> settings() {
        return settings.all();
    }

    @Override
    public Map<String, Function<JsonNode, Object>> controls() {
        return new OrgControls(this).routes();
    }

    /** The users that call the API; the first is the one of {@link #credentials}. */
    public ApiUsers users() {
        return users;
    }

    /** Adds an active user with a connected app of its own and every right. */
    public ApiUser addUser(String username) {
        String id = insert(
                "User", Map.of("Username", username, "Email", username, "LastName", username.replaceAll("@.*", "")));
        ApiUser user = users.add(id, username, store.clock(), this::rightsChanged);
        permissions.add(user);
        return user;
    }

    /**
     * Adds a validation rule: a record that would be saved so that {@code refused}, a SOQL condition, holds is refused.
     *
     * @param field where the error is shown; empty for the top of the page
     */
    public void validationRule(String name, String object, String refused, String message, String field) {
        store.alone(() -> {
            ObjectType type = ui.type(object);
            Access everything = new Access(settings, users.first());
            Condition condition = new QueryReader(store, everything).condition(type, refused);
            rules.add(new ValidationRule(name, type, condition, message, field), refused);
            return true;
        });
    }

    /** Adds a duplicate rule over records that agree in all {@code fields}. */
    public void duplicateRule(String name, String object, DuplicateRule.Action action, String... fields) {
        store.alone(() -> {
            ObjectType type = ui.type(object);
            List<Field> compared = Arrays.stream(fields)
                    .map(field -> UiActions.field(type, field))
                    .toList();
            rules.add(new DuplicateRule(name, type, compared, action));
            return true;
        });
    }

    /**
     * Adds a flow that updates a record again once a user has saved it.
     *
     * @param on the fields of which one must have been written; none for every save
     */
    public void flow(String name, String object, Set<String> on, Map<String, String> set, Duration after) {
        store.alone(() -> {
            ObjectType type = ui.type(object);
            Set<Field> starting =
                    on.stream().map(field -> UiActions.field(type, field)).collect(Collectors.toSet());
            rules.add(new Flow(name, type, starting, UiActions.values(type, set), after));
            return true;
        });
    }

    /** Takes every validation rule, duplicate rule and flow out of the org. */
    public void clearRules() {
        store.alone(() -> {
            rules.clear();
            return true;
        });
    }

    private void rightsChanged(String username) {
        users.find(username).ifPresent(permissions::tell);
    }

    /** An object's name in the vendor's case. */
    String objectName(String anyCase) {
        return ui.type(anyCase).name();
    }

    /** "Lead.Email" in the vendor's case. */
    String fieldName(String object, String anyCase) {
        ObjectType type = ui.type(object);
        return type.name() + "." + UiActions.field(type, anyCase).name();
    }

    @Override
    public void editByHand(String type, String id, Map<String, String> fields) {
        ui.edit(type, List.of(id), fields);
    }

    @Override
    public Map<String, String> record(String type, String id) {
        return ui.record(type, id);
    }

    @Override
    public String insert(String type, Map<String, String> fields) {
        return ui.insert(type, fields);
    }

    /** Stores many records of one object; as {@link #insert}, with the lock taken once for some hundreds of them. */
    public List<String> insertAll(String type, List<Map<String, String>> rows) {
        return ui.insertAll(type, rows);
    }

    /** Edits many records alike, as {@link #editByHand}. */
    public void editAllByHand(String type, List<String> ids, Map<String, String> fields) {
        ui.edit(type, ids, fields);
    }

    @Override
    public void convert(String leadId, String accountId, String contactId, String opportunityId, String convertedDate) {
        ui.convert(leadId, accountId, contactId, opportunityId, convertedDate);
    }

    /**
     * {@code merge} ({@code type}, {@code master}, {@code losers} separated by commas), {@code delete} and
     * {@code undelete} ({@code type}, {@code id}).
     */
    @Override
    public Map<String, String> byHand(String action, Map<String, String> arguments) {
        ui.does(action, arguments);
        return Map.of();
    }

    /** Merges as a person would on screen: no API call, no audit entry. */
    public void mergeByHand(String type, String master, List<String> losers) {
        ui.merge(type, master, losers);
    }

    public void deleteByHand(String type, String id) {
        ui.delete(type, id);
    }

    private static void count(Table table, Map<String, Object> counts) {
        int live = 0;
        int deleted = 0;
        int merged = 0;
        Optional<Field> master = table.type().field("MasterRecordId");
        for (Row row : table.rows()) {
            if (!row.isDeleted()) {
                live++;
            } else if (master.map(row::value).isPresent()) {
                merged++;
            } else {
                deleted++;
            }
        }
        counts.put(table.type().name(), live);
        if (deleted > 0) counts.put(table.type().name() + ".deleted", deleted);
        if (merged > 0) counts.put(table.type().name() + ".merged", merged);
    }
}
