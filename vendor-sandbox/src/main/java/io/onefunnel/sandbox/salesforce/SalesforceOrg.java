package io.onefunnel.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.Calls;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.Vendor;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.ApiUsers;
import io.onefunnel.sandbox.salesforce.rest.RestEndpoint;
import io.onefunnel.sandbox.salesforce.rules.DuplicateRule;
import io.onefunnel.sandbox.salesforce.rules.Flow;
import io.onefunnel.sandbox.salesforce.rules.OrgRules;
import io.onefunnel.sandbox.salesforce.rules.ValidationRule;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.salesforce.session.ApiQuota;
import io.onefunnel.sandbox.salesforce.session.CallGate;
import io.onefunnel.sandbox.salesforce.session.LongCalls;
import io.onefunnel.sandbox.salesforce.session.Sessions;
import io.onefunnel.sandbox.salesforce.session.TokenEndpoint;
import io.onefunnel.sandbox.salesforce.soap.SoapEndpoint;
import io.onefunnel.sandbox.salesforce.soql.Condition;
import io.onefunnel.sandbox.salesforce.soql.QueryReader;
import io.onefunnel.sandbox.salesforce.store.Conversions;
import io.onefunnel.sandbox.salesforce.store.Merges;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.store.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Salesforce org: OAuth tokens, the Partner SOAP API 65.0, REST, and Bulk 2.0 query jobs over one set of records.
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
    private static final int ROWS_AT_ONCE = 500;

    private final OrgSettings settings;
    private final Calls calls;
    private final Faults faults;
    private final OrgStore store;
    private final Records records;
    private final OrgIdentity identity;
    private final ApiUsers users = new ApiUsers();
    private final OrgRules rules;
    private final TokenEndpoint tokens;
    private final SoapEndpoint soap;
    private final RestEndpoint rest;

    public SalesforceOrg(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.calls = calls;
        this.faults = faults;
        settings = new OrgSettings(clock);
        store = new OrgStore(Schema.load(), clock);
        records = new Records(store);
        identity = new NewOrg(store, records).furnish();
        Sessions sessions = new Sessions(clock, settings, identity.orgId());
        ApiQuota quota = new ApiQuota(clock, settings);
        CallGate gate = new CallGate(settings, sessions, quota, new LongCalls(clock, settings), faults);
        rules = new OrgRules(store, records, identity.automationId());
        OrgServices services = new OrgServices(store, records, settings, identity, quota, rules, calls, audit, faults);
        users.add(identity.apiUserId(), identity.apiUsername(), clock);
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

    /** Faults of this org that are still waiting, for the control API. */
    public Faults faults() {
        return faults;
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
        return users.add(id, username, store.clock());
    }

    /**
     * Adds a validation rule: a record that would be saved so that {@code refused}, a SOQL condition, holds is refused.
     *
     * @param field where the error is shown; empty for the top of the page
     */
    public void validationRule(String name, String object, String refused, String message, String field) {
        store.alone(() -> {
            ObjectType type = type(object);
            Access everything = new Access(settings, users.first());
            Condition condition = new QueryReader(store, everything).condition(type, refused);
            rules.add(new ValidationRule(name, type, condition, message, field), refused);
            return true;
        });
    }

    /** Adds a duplicate rule over records that agree in all {@code fields}. */
    public void duplicateRule(String name, String object, DuplicateRule.Action action, String... fields) {
        store.alone(() -> {
            ObjectType type = type(object);
            List<Field> compared =
                    Arrays.stream(fields).map(field -> field(type, field)).toList();
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
            ObjectType type = type(object);
            Set<Field> starting = on.stream().map(field -> field(type, field)).collect(Collectors.toSet());
            rules.add(new Flow(name, type, starting, values(type, set), after));
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

    private static Field field(ObjectType type, String name) {
        return type.field(name).orElseThrow(() -> new IllegalArgumentException("no field " + type.name() + "." + name));
    }

    /** An object's name in the vendor's case. */
    String objectName(String anyCase) {
        return type(anyCase).name();
    }

    /** "Lead.Email" in the vendor's case. */
    String fieldName(String object, String anyCase) {
        ObjectType type = type(object);
        return type.field(anyCase)
                .map(field -> type.name() + "." + field.name())
                .orElseThrow(() -> new IllegalArgumentException("no field " + type.name() + "." + anyCase));
    }

    @Override
    public void editByHand(String type, String id, Map<String, String> fields) {
        store.alone(() -> {
            ObjectType object = type(type);
            records.update(object, live(object, id), values(object, fields), identity.adminId(), late());
            return true;
        });
    }

    @Override
    public Map<String, String> record(String type, String id) {
        return store.alone(() -> {
            ObjectType object = type(type);
            Optional<Row> row = store.table(object).row(id).filter(found -> !found.isDeleted());
            Map<String, String> held = new LinkedHashMap<>();
            row.ifPresent(found -> {
                for (Field field : object.fields()) {
                    String value = found.value(field);
                    if (value != null) held.put(field.name(), value);
                }
            });
            return held;
        });
    }

    @Override
    public String insert(String type, Map<String, String> fields) {
        return store.alone(() -> {
            ObjectType object = type(type);
            return records.load(object, values(object, fields), identity.adminId(), late());
        });
    }

    /** Stores many records of one object; as {@link #insert}, with the lock taken once for some hundreds of them. */
    public List<String> insertAll(String type, List<Map<String, String>> rows) {
        List<String> ids = new ArrayList<>(rows.size());
        ObjectType object = type(type);
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            List<Map<String, String>> part = rows.subList(from, Math.min(from + ROWS_AT_ONCE, rows.size()));
            store.alone(() -> {
                for (Map<String, String> row : part) {
                    ids.add(records.load(object, values(object, row), identity.adminId(), late()));
                }
                return true;
            });
        }
        return ids;
    }

    /** Edits many records alike, as {@link #editByHand}. */
    public void editAllByHand(String type, List<String> ids, Map<String, String> fields) {
        ObjectType object = type(type);
        store.alone(() -> {
            for (String id : ids) {
                records.update(object, live(object, id), values(object, fields), identity.adminId(), late());
            }
            return true;
        });
    }

    @Override
    public void convert(String leadId, String accountId, String contactId, String opportunityId, String convertedDate) {
        store.alone(() -> {
            Conversions conversions = new Conversions(store, records);
            Optional<String> opportunity = opportunityId.isEmpty() ? Optional.empty() : Optional.of(opportunityId);
            Row lead = live(type("Lead"), leadId);
            live(type("Account"), accountId);
            live(type("Contact"), contactId);
            opportunity.ifPresent(id -> live(type("Opportunity"), id));
            conversions.finish(
                    lead, accountId, contactId, opportunity, convertedDate, Optional.empty(), identity.adminId());
            return true;
        });
    }

    /**
     * {@code merge} ({@code type}, {@code master}, {@code losers} separated by commas), {@code delete} and
     * {@code undelete} ({@code type}, {@code id}).
     */
    @Override
    public Map<String, String> byHand(String action, Map<String, String> arguments) {
        String type = argument(arguments, "type");
        switch (action) {
            case "merge" ->
                mergeByHand(
                        type,
                        argument(arguments, "master"),
                        Arrays.stream(argument(arguments, "losers").split(","))
                                .map(String::strip)
                                .toList());
            case "delete" -> deleteByHand(type, argument(arguments, "id"));
            case "undelete" -> undeleteByHand(type, argument(arguments, "id"));
            default ->
                throw new IllegalArgumentException(
                        "salesforce knows no action \"" + action + "\"; there are merge, delete, undelete");
        }
        return Map.of();
    }

    private static String argument(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) throw new IllegalArgumentException("\"" + name + "\" is missing");
        return value;
    }

    /** Merges as a person would on screen: no API call, no audit entry. */
    public void mergeByHand(String type, String master, List<String> losers) {
        store.alone(() -> {
            ObjectType object = type(type);
            List<Row> rows = losers.stream().map(id -> live(object, id)).toList();
            new Merges(store, records).merge(object, live(object, master), rows, Map.of(), identity.adminId());
            return true;
        });
    }

    public void deleteByHand(String type, String id) {
        store.alone(() -> {
            records.delete(type(type), live(type(type), id), identity.adminId());
            return true;
        });
    }

    public void undeleteByHand(String type, String id) {
        store.alone(() -> {
            ObjectType object = type(type);
            records.undelete(object, row(object, id), identity.adminId());
            return true;
        });
    }

    private Duration late() {
        return settings.seconds("lateCommitSeconds");
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

    private ObjectType type(String name) {
        return store.schema().type(name).orElseThrow(() -> new IllegalArgumentException("no object " + name));
    }

    private Row row(ObjectType type, String id) {
        return store.table(type)
                .row(id)
                .orElseThrow(() -> new IllegalArgumentException("no " + type.name() + " " + id));
    }

    private Row live(ObjectType type, String id) {
        Row row = row(type, id);
        if (row.isDeleted()) throw new IllegalArgumentException(type.name() + " " + id + " is deleted");
        return row;
    }

    private static Map<Field, @Nullable String> values(ObjectType type, Map<String, String> fields) {
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Field field = type.field(name)
                    .orElseThrow(() -> new IllegalArgumentException("no field " + type.name() + "." + name));
            values.put(field, value.isEmpty() ? null : field.type().canonical(value));
        });
        return values;
    }
}
