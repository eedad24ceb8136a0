package io.onefunnel.marketo.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.DailyQuota;
import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.client.LeadFields;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.client.ProgramChannels;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.pull.MappedType;
import io.onefunnel.marketo.write.OpportunityRoute;
import io.onefunnel.marketo.write.OutcomeActivityType;
import io.onefunnel.marketo.write.OutcomeOptions;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether a connection can work, and finds all problems in one go. */
public final class ConnectionCheck {
    private final InstanceOptions instance;
    private final OutcomeOptions outcomes;
    private final Mapping mapping;
    private final Optional<Mapping.Type> leads;
    private final MarketoClient client;
    private final DailyQuota quota;
    private final LeadFields fields;
    private final LeadReader reader;
    private final OutcomeActivityType outcomeType;
    private final OpportunityRoute route;
    private final List<Problem> problems = new ArrayList<>();
    private OptionalLong spent = OptionalLong.empty();

    public ConnectionCheck(
            MarketoConnection connection,
            Mapping mapping,
            InstanceOptions instance,
            OutcomeOptions outcomes,
            OutcomeActivityType outcomeType,
            OpportunityRoute route) {
        this.instance = instance;
        this.outcomes = outcomes;
        this.mapping = mapping;
        this.leads = mapping.typesOf(RecordKind.PERSON).stream().findFirst();
        this.client = connection.reading();
        this.quota = connection.quota();
        this.fields = connection.fields();
        this.reader = connection.leads();
        this.outcomeType = outcomeType;
        this.route = route;
    }

    public Readiness run() {
        checkAccount();
        boolean reachable = tried(Severity.BLOCKS, "lead fields", this::checkFields);
        if (reachable) {
            tried(Severity.LIMITS, "leads", this::checkReadableFields);
            tried(Severity.LIMITS, "activity types", this::checkActivityTypes);
            tried(Severity.LIMITS, "the outcome activity", this::checkOutcomeType);
            tried(Severity.LIMITS, "programs", this::checkStatuses);
            outcomes.campaign().ifPresent(id -> tried(Severity.LIMITS, "campaign " + id, () -> campaign(id)));
            tried(Severity.WARNS, "usage", this::checkUsage);
            tried(Severity.WARNS, "opportunities", this::checkOpportunities);
        }
        quota.spent(spent);
        return new Readiness(instance.munchkinId(), environment(), skew(), problems);
    }

    private void checkAccount() {
        instance.contradiction()
                .ifPresent(why -> problems.add(new Problem(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        "Wrong account: " + why,
                        "Correct base-url, or make a new connection: lead ids of two instances overlap.")));
        if (instance.munchkinId().isPresent()) return;
        problems.add(new Problem(
                Severity.BLOCKS,
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                "Neither munchkin-id nor base-url says which instance this is, and no call of Marketo's API does",
                "Set munchkin-id (Admin > Integration > Munchkin), so that another instance is noticed."));
    }

    private void checkFields() {
        fields.forget();
        Map<String, LeadFields.LeadField> known = fields.all();
        if (leads.isEmpty()) return;
        for (String name : MappedType.names(leads.get())) {
            if (known.containsKey(name)) continue;
            boolean ours = isOurs(name);
            problems.add(new Problem(
                    Severity.LIMITS,
                    ours ? AdapterErrorCode.FIELD_NOT_WRITABLE : AdapterErrorCode.FIELD_NOT_READABLE,
                    "Lead field " + name + " does not exist or is hidden from the API",
                    ours ? "Run onefunnel provision." : "Correct config/mappings, or unhide the field."));
        }
        for (Field field : leads.get().writes()) {
            String name = leads.get().nameOf(field).orElse("");
            LeadFields.LeadField held = known.get(name);
            if (held == null || (held.updateable() && !held.crmManaged())) continue;
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_WRITABLE,
                    "Lead field " + name + " is read-only or owned by the native CRM sync",
                    "Map " + field.key() + " to a field of its own."));
        }
    }

    /** Lists of fields and reads disagree in some instances: which fields can be read, only a read tells. */
    private void checkReadableFields() {
        if (leads.isEmpty()) return;
        Set<String> names = MappedType.names(leads.get());
        // No lead needs to have this id: the fields are looked at before the leads.
        fields.current(() -> reader.values(List.of("1"), fields.known(names)));
        for (String name : fields.refused()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_READABLE,
                    "Lead field " + name + " is described, and Marketo refuses to read it: leads come without it",
                    "Take it out of config/mappings, or ask Marketo's support why a listed field is refused."));
        }
    }

    private boolean isOurs(String name) {
        return leads.orElseThrow().fields().entrySet().stream()
                .anyMatch(each -> each.getKey().writer() != Field.Writer.SOURCE
                        && each.getValue().from().contains(name));
    }

    private void checkActivityTypes() {
        Set<String> known = new HashSet<>();
        for (JsonNode each : client.get("activity types", "rest/v1/activities/types.json", Map.of())
                .path("result")) {
            known.add(each.path("id").asText(""));
        }
        for (Mapping.Type type : mapping.types().values()) {
            String id = MappedType.activityType(type).orElse("");
            if (id.isEmpty() || known.contains(id)) continue;
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "Activity type " + id + " (" + type.name() + ") does not exist in this subscription",
                    "Take it out of config/mappings."));
        }
    }

    private void checkOutcomeType() {
        outcomeType.forget();
        if (!outcomeType.isApproved()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "The custom activity type " + outcomeType.apiName() + " is missing or not approved",
                    "Run onefunnel provision to publish outcomes of sales."));
            return;
        }
        List<OutcomeActivityType.Attribute> missing = outcomeType.missing();
        if (!missing.isEmpty()) {
            String names = missing.stream()
                    .map(each -> each.apiName() + " (" + each.dataType() + ")")
                    .collect(Collectors.joining(", "));
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "The custom activity type " + outcomeType.apiName() + " lacks " + names
                            + ": they are written as text that no smart list can filter",
                    "Run onefunnel provision to add them."));
        }
        for (OutcomeActivityType.Attribute each : outcomeType.otherwise()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "Attribute " + each.apiName() + " of " + outcomeType.apiName() + " is " + each.dataType() + ", not "
                            + OutcomeActivityType.dataType(each.apiName()),
                    "Name another type in outcome-activity and run onefunnel provision, or delete the attribute in Admin >"
                            + " Marketo Custom Activities before it is used."));
        }
    }

    private void checkUsage() {
        JsonNode told = client.get("usage", "rest/v1/stats/usage.json", Map.of())
                .path("result")
                .path(0)
                .path("total");
        if (!told.isNumber()) throw client.refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "usage has no total");
        long total = told.asLong();
        spent = OptionalLong.of(total);
        if (total * 10 < quota.calls() * 9) return;
        problems.add(new Problem(
                Severity.WARNS,
                AdapterErrorCode.QUOTA_EXHAUSTED,
                "All integrations together made " + total + " of " + quota.calls() + " calls today",
                "Wait for midnight Central Time, or slow the other integrations down."));
    }

    /** Statuses that no channel has would be refused with 1025 when an outcome is published. */
    private void checkStatuses() {
        Set<String> known = new HashSet<>();
        new ProgramChannels(client).all().values().forEach(statuses -> {
            for (JsonNode status : statuses) known.add(status.path("name").asText(""));
        });
        outcomes.programStatus().forEach((outcome, status) -> {
            if (known.contains(status)) return;
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "No channel has the program status \"" + status + "\" that " + outcome + " is to set",
                    "Correct outcome-program-status, or add the status to the channels of your programs."));
        });
    }

    private void campaign(String id) {
        JsonNode campaign = client.get("campaign", "rest/v1/campaigns/" + id + ".json", Map.of())
                .path("result")
                .path(0);
        boolean usable = campaign.path("type").asText("").equals("trigger")
                && campaign.path("active").asBoolean();
        if (usable) return;
        problems.add(new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FEATURE_MISSING,
                "Campaign " + id + " is not an active trigger campaign",
                "Activate it with the trigger Campaign is Requested, source Web Service API."));
    }

    private void checkOpportunities() {
        route.forget();
        if (route.mode() == OpportunityRoute.Mode.BY_API) {
            warn(
                    "No native CRM sync is on: opportunities and roles are written by OneFunnel",
                    "Nothing to do. To have it write none, set opportunities to off.");
        }
        if (route.mode() == OpportunityRoute.Mode.BY_API && outcomes.companies()) {
            for (String each : List.of("companies", "salespersons")) {
                tried(
                        Severity.LIMITS,
                        each,
                        () -> client.get("describe " + each, "rest/v1/" + each + "/describe.json", Map.of()));
            }
        }
        if (route.mode() == OpportunityRoute.Mode.CRM_SYNC) {
            warn(
                    "A native CRM sync is on (" + route.why() + "): opportunities reach Marketo through it alone",
                    "Nothing to do; see that opportunities have contact roles, or nobody is credited with them.");
        }
        if (route.mode() == OpportunityRoute.Mode.NONE && outcomes.opportunities()) {
            warn(
                    "Opportunities are not open to us, and none are written: " + route.why(),
                    "Give the API user's role Read-Write Opportunity if a native CRM sync does not bring them.");
        }
    }

    private void warn(String what, String remedy) {
        problems.add(new Problem(Severity.WARNS, AdapterErrorCode.FEATURE_MISSING, what, remedy));
    }

    private boolean tried(Severity severity, String what, Runnable part) {
        try {
            part.run();
            return true;
        } catch (RefusedException refused) {
            problems.add(new Problem(
                    severity,
                    refused.code(),
                    "No access to " + what + ": " + refused.getMessage(),
                    refused.error().isMarketos() && refused.code() == AdapterErrorCode.UNEXPECTED_RESPONSE
                            ? "See the Marketo error code."
                            : remedy(refused.code())));
            return false;
        }
    }

    private static String remedy(AdapterErrorCode code) {
        return switch (code) {
            case CREDENTIALS_REFUSED -> "Check client-id and client-secret against Admin > LaunchPoint.";
            case PERMISSION_MISSING -> "Give the API user's role the permission, or allow this host's address.";
            case UNREACHABLE -> "Check base-url and the network.";
            case UNEXPECTED_RESPONSE ->
                "Look at what answered: base-url, identity-url, a proxy or firewall before Marketo.";
            case VENDOR_UNAVAILABLE -> "It passes by itself, as a rule: try again in a few minutes.";
            default -> "See the Marketo error code.";
        };
    }

    private String environment() {
        return instance.base().host().endsWith("mktorest.com") ? "production" : "sandbox";
    }

    private Optional<Duration> skew() {
        return client.vendorTime().map(vendor -> Duration.between(client.now(), vendor));
    }
}
