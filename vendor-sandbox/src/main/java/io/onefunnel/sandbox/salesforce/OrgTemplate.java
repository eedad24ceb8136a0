package io.onefunnel.sandbox.salesforce;

import io.onefunnel.sandbox.salesforce.org.OrgIdentity;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an org has on its first day: itself, two users, stages, lead statuses and business hours. */
final class OrgTemplate {
    private static final String NAME = "OneFunnel Sandbox Org";
    private static final String API_USER = "integration@onefunnel.example";

    private final OrgStore store;
    private final Records records;

    OrgTemplate(OrgStore store, Records records) {
        this.store = store;
        this.records = records;
    }

    OrgIdentity furnish() {
        return store.alone(() -> {
            String org = add(
                    "Organization",
                    Map.of(
                            "Name",
                            NAME,
                            "IsSandbox",
                            "false",
                            "OrganizationType",
                            "Enterprise Edition",
                            "InstanceName",
                            "SBX1",
                            "TimeZoneSidKey",
                            "America/New_York",
                            "LanguageLocaleKey",
                            "en_US",
                            "DefaultLocaleSidKey",
                            "en_US",
                            "FiscalYearStartMonth",
                            "1"));
            String api = user("Integration", "OneFunnel", API_USER);
            String admin = user("Admin", "Org", "admin@onefunnel.example");
            String automation = automation();
            stages();
            leadStatuses();
            entities();
            add("UserPermissionAccess", Map.of("PermissionsApiEnabled", "true"));
            add(
                    "BusinessHours",
                    Map.ofEntries(
                            Map.entry("Name", "Default"),
                            Map.entry("IsActive", "true"),
                            Map.entry("IsDefault", "true"),
                            Map.entry("TimeZoneSidKey", "America/New_York"),
                            Map.entry("MondayStartTime", "09:00"),
                            Map.entry("MondayEndTime", "17:00"),
                            Map.entry("TuesdayStartTime", "09:00"),
                            Map.entry("TuesdayEndTime", "17:00"),
                            Map.entry("WednesdayStartTime", "09:00"),
                            Map.entry("WednesdayEndTime", "17:00"),
                            Map.entry("ThursdayStartTime", "09:00"),
                            Map.entry("ThursdayEndTime", "17:00"),
                            Map.entry("FridayStartTime", "09:00"),
                            Map.entry("FridayEndTime", "17:00")));
            return new OrgIdentity(org, NAME, api, API_USER, admin, automation);
        });
    }

    private String user(String last, String first, String username) {
        return add(
                "User",
                Map.of(
                        "LastName", last,
                        "FirstName", first,
                        "Username", username,
                        "Email", username,
                        "IsActive", "true",
                        "UserType", "Standard",
                        "TimeZoneSidKey", "GMT"));
    }

    /** Who flows and scheduled jobs run as; no login, and no licence. */
    private String automation() {
        return add(
                "User",
                Map.of(
                        "LastName", "Automated Process",
                        "Username", "autoproc@00dsb.example",
                        "Email", "autoproc@00dsb.example",
                        "Alias", "autoproc",
                        "IsActive", "true",
                        "UserType", "AutomatedProcess",
                        "TimeZoneSidKey", "GMT"));
    }

    /** The objects as the Tooling API tells of them. */
    private void entities() {
        for (ObjectType type : store.schema().types()) {
            add(
                    "EntityDefinition",
                    Map.of(
                            "QualifiedApiName", type.name(),
                            "DeveloperName", type.name(),
                            "DurableId", type.name(),
                            "KeyPrefix", type.prefix(),
                            "Label", type.label()));
        }
    }

    private void stages() {
        String[][] stages = {
            {"Prospecting", "10", "Pipeline", "false", "false"},
            {"Qualification", "10", "Pipeline", "false", "false"},
            {"Needs Analysis", "20", "Pipeline", "false", "false"},
            {"Value Proposition", "50", "Pipeline", "false", "false"},
            {"Proposal/Price Quote", "75", "BestCase", "false", "false"},
            {"Negotiation/Review", "90", "Forecast", "false", "false"},
            {"Closed Won", "100", "Closed", "true", "true"},
            {"Closed Lost", "0", "Omitted", "true", "false"},
        };
        int order = 1;
        for (String[] stage : stages) {
            add(
                    "OpportunityStage",
                    Map.ofEntries(
                            Map.entry("MasterLabel", stage[0]),
                            Map.entry("ApiName", stage[0]),
                            Map.entry("IsActive", "true"),
                            Map.entry("SortOrder", Integer.toString(order++)),
                            Map.entry("DefaultProbability", stage[1]),
                            Map.entry("ForecastCategory", stage[2]),
                            Map.entry("ForecastCategoryName", stage[2]),
                            Map.entry("IsClosed", stage[3]),
                            Map.entry("IsWon", stage[4])));
        }
    }

    private void leadStatuses() {
        String[][] statuses = {
            {"Open - Not Contacted", "true", "false"},
            {"Working - Contacted", "false", "false"},
            {"Closed - Converted", "false", "true"},
            {"Closed - Not Converted", "false", "false"},
        };
        int order = 1;
        for (String[] status : statuses) {
            add(
                    "LeadStatus",
                    Map.of(
                            "MasterLabel", status[0],
                            "ApiName", status[0],
                            "SortOrder", Integer.toString(order++),
                            "IsDefault", status[1],
                            "IsConverted", status[2]));
        }
    }

    private String add(String type, Map<String, String> fields) {
        ObjectType object = store.table(type).type();
        Map<Field, @Nullable String> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Field field = store.field(type, name);
            values.put(field, field.type().canonical(value));
        });
        return records.load(object, values, "", Duration.ZERO);
    }
}
