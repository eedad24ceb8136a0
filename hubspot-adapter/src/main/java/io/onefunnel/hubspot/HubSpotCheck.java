package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AccountMetadata.PipelineStage;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks whether a portal can be worked with, and names every problem at once. */
final class HubSpotCheck {
    /** A clock that is further off makes windows and due times wrong. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final HubSpotHttp http;
    private final Map<Use, HubSpotHttp> credentials;
    private final HubSpotPaths paths;
    private final Ids ids;
    private final ConnectionSettings settings;
    private final SalesforceSync nativeSync;
    private final Optional<OutcomeEvent> outcomeEvent;
    private final List<Problem> problems = new ArrayList<>();

    /** @param credentials those that differ from the connection's own, by what they are used for */
    HubSpotCheck(
            HubSpotHttp http,
            Map<Use, HubSpotHttp> credentials,
            HubSpotPaths paths,
            Ids ids,
            ConnectionSettings settings,
            SalesforceSync nativeSync,
            Optional<OutcomeEvent> outcomeEvent) {
        this.http = http;
        this.credentials = credentials;
        this.paths = paths;
        this.ids = ids;
        this.settings = settings;
        this.nativeSync = nativeSync;
        this.outcomeEvent = outcomeEvent;
    }

    Readiness run() {
        Optional<JsonNode> account = account("the connection's token", http);
        if (account.isEmpty()) return new Readiness(Optional.empty(), "unknown", http.skew(), problems);
        String portal = account.get().path("portalId").asText();
        pinned("the token", portal, settings.accountId());
        credentials.forEach((use, own) -> {
            String whose = "the token for " + use.name().toLowerCase(Locale.ROOT);
            account(whose, own)
                    .ifPresent(other -> pinned(whose, other.path("portalId").asText(), Optional.of(portal)));
        });
        rememberZone(account.get().path("timeZone").asText());
        clock();
        Set<String> asked = new LinkedHashSet<>();
        for (MappedType type : ids.all()) check(type, asked);
        ids.all().stream()
                .filter(type -> !type.mapping().writes().isEmpty())
                .map(MappedType::object)
                .distinct()
                .forEach(this::writable);
        named("the Salesforce integration", this::nativeSync);
        outcomeEvent.ifPresent(this::outcomes);
        boolean deals = ids.all().stream().anyMatch(type -> type.object().equals("deals"));
        if (deals) named("the deal pipelines", this::stages);
        // Two types of the mapping may be one object at HubSpot, and share its properties.
        List<Problem> found = problems.stream().distinct().toList();
        return new Readiness(Optional.of(portal), environment(account.get()), http.skew(), found);
    }

    private Optional<JsonNode> account(String whose, HubSpotHttp by) {
        try {
            return Optional.of(by.get(Operation.read("account details"), paths.accountDetails(), Map.of()));
        } catch (AdapterException e) {
            problems.add(new Problem(Severity.BLOCKS, e.code(), whose + ": " + e.getMessage(), remedy(e.code())));
        } catch (RefusedException e) {
            problems.add(new Problem(
                    Severity.BLOCKS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    whose + " does not tell its account: " + e.failure().summary(),
                    "check base-url"));
        }
        return Optional.empty();
    }

    /** Ids of one portal mean other records in another. */
    private void pinned(String whose, String portal, Optional<String> expected) {
        expected.filter(pinned -> !pinned.equals(portal))
                .ifPresent(pinned -> problems.add(new Problem(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        whose + " belongs to portal " + portal + ", but this connection is pinned to " + pinned,
                        "store a token of portal " + pinned + ", or configure a new connection for " + portal)));
    }

    private void clock() {
        http.skew()
                .filter(skew -> skew.abs().compareTo(SKEW) > 0)
                .ifPresent(skew -> problems.add(new Problem(
                        Severity.WARNS,
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        "HubSpot's clock is " + skew.toSeconds() + " s ahead of this machine's",
                        "let this machine's clock be set by a time server")));
    }

    /**
     * An update of no record changes nothing, and is refused for a missing scope before anything else. Some accounts may
     * look at the body first; then a missing scope shows at the first write.
     */
    private void writable(String object) {
        ObjectNode nothing = Json.object();
        nothing.putArray("inputs");
        HubSpotHttp by = credentials.getOrDefault(Use.WRITE, http);
        try {
            by.post(Operation.read("check writing"), paths.batch(object, "update"), nothing);
        } catch (AdapterException e) {
            problems.add(new Problem(
                    Severity.LIMITS, e.code(), object + " cannot be written: " + e.getMessage(), remedy(e.code())));
        } catch (RefusedException e) {
            // The scope is there: what was refused is the empty body.
            return;
        }
    }

    /** A question that a portal may refuse; the others are asked all the same. */
    private void named(String what, Runnable question) {
        try {
            question.run();
        } catch (AdapterException e) {
            problems.add(new Problem(
                    Severity.WARNS, e.code(), what + " cannot be looked at: " + e.getMessage(), remedy(e.code())));
        } catch (RefusedException e) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    what + " cannot be looked at: " + e.failure().summary(),
                    "report this to the project"));
        }
    }

    private void nativeSync() {
        if (!nativeSync.isThere()) return;
        problems.add(new Problem(
                Severity.WARNS,
                AdapterErrorCode.FEATURE_MISSING,
                "HubSpot's own Salesforce integration is, or was, installed in this portal",
                "keep OneFunnel's properties out of its field mappings, so that each field has one carrier, and set"
                        + " merge-companies to false while it is active"));
        nativeSync
                .blocker()
                .ifPresent(blocker -> problems.add(new Problem(
                        Severity.LIMITS,
                        AdapterErrorCode.MERGE_REFUSED,
                        "no merges: " + blocker.why(),
                        blocker.remedy())));
        if (nativeSync.mapsOwners()) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "HubSpot's own Salesforce integration carries owners over",
                    "reassign in Salesforce only, if that is your system of record"));
        }
    }

    /** What is missing turns the events off, and nothing else: outcomes stay properties. */
    private void outcomes(OutcomeEvent event) {
        String what = "outcomes are not told as the custom event " + event.name() + ": ";
        try {
            List<String> missing = event.missing();
            if (missing.contains("")) {
                problems.add(new Problem(
                        Severity.LIMITS,
                        AdapterErrorCode.FEATURE_MISSING,
                        what + "it is not defined in this portal",
                        "run `onefunnel provision`"));
            } else if (missing.contains(OutcomeEvent.LEDGER_KEY)) {
                problems.add(new Problem(
                        Severity.LIMITS,
                        AdapterErrorCode.FEATURE_MISSING,
                        what + "it has no property " + OutcomeEvent.LEDGER_KEY + ", by which an event is found again",
                        "run `onefunnel provision`"));
            } else if (!missing.isEmpty()) {
                problems.add(new Problem(
                        Severity.WARNS,
                        AdapterErrorCode.FEATURE_MISSING,
                        "the custom event " + event.name() + " has no room for " + String.join(", ", missing),
                        "run `onefunnel provision`"));
            }
            event.mayBeSent();
        } catch (AdapterException e) {
            String remedy = e.code() == AdapterErrorCode.PERMISSION_MISSING
                    ? "grant the scopes analytics.behavioral_events.send and"
                            + " behavioral_events.event_definitions.read_write, which need an Enterprise hub; or take"
                            + " outcome-event out: outcomes are then properties alone"
                    : remedy(e.code());
            problems.add(new Problem(Severity.LIMITS, e.code(), what + e.getMessage(), remedy));
        }
    }

    /** HubSpot's own documented example has a stage called "Closed lost" that is open (pipelines guide). */
    private void stages() {
        for (PipelineStage stage : new HubSpotCatalogue(http, paths).misleading()) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the deal stage \"" + stage.label() + "\" of \"" + stage.pipeline() + "\" is "
                            + (stage.closed() ? "closed as " + (stage.won() ? "won" : "lost") : "open")
                            + " in HubSpot, whatever its name says",
                    "correct the stage's probability in HubSpot's settings (Objects > Deals > Pipelines)"));
        }
    }

    private void rememberZone(String zone) {
        try {
            http.accountZone(ZoneId.of(zone));
        } catch (DateTimeException e) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the portal's time zone \"" + zone + "\" is unknown, so that the end of its quota's day is",
                    "choose a time zone in the portal's settings"));
        }
    }

    private void check(MappedType type, Set<String> asked) {
        if (type.isOfForm()) {
            allowed(type, paths.formSubmissions(type.form()));
            return;
        }
        if (type.isOfList()) {
            if (allowed(type, paths.listMemberships(type.list()))) ofContacts(type);
            return;
        }
        if (!asked.add(type.object())) {
            if (!type.isOwners()) fields(type);
            return;
        }
        boolean readable =
                type.isOwners() ? allowed(type, paths.owners()) : allowed(type, paths.objects(type.object()));
        if (readable && !type.isOwners()) fields(type);
    }

    /** A list may hold companies or deals: joining one is then nobody's response. */
    private void ofContacts(MappedType type) {
        named("the list of " + type.name(), () -> {
            JsonNode list = http.get(Operation.read("check"), paths.list(type.list()), Map.of())
                    .path("list");
            if (list.path("objectTypeId").asText().equals("0-1")) return;
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.name() + ": the list " + type.list() + " is not one of contacts",
                    "map a list of contacts"));
        });
    }

    private boolean allowed(MappedType type, String path) {
        try {
            http.get(Operation.read("check"), path, Map.of("limit", "1"));
            return true;
        } catch (AdapterException e) {
            problems.add(new Problem(
                    type.isOptional() ? Severity.WARNS : Severity.LIMITS,
                    e.code(),
                    type.object() + ": " + e.getMessage(),
                    remedy(e.code())));
        } catch (RefusedException e) {
            problems.add(new Problem(
                    type.isOptional() ? Severity.WARNS : Severity.LIMITS,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.object() + " cannot be read: " + e.failure().summary(),
                    "take the type out of the mapping if this portal does not have it"));
        }
        return false;
    }

    private void fields(MappedType type) {
        PropertyDefinitions definitions;
        try {
            definitions = PropertyDefinitions.of(http, paths, type.object());
        } catch (AdapterException e) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    e.code(),
                    "properties of " + type.object() + ": " + e.getMessage(),
                    remedy(e.code())));
            return;
        }
        for (Field field : List.of(Field.STATUS, Field.LIFECYCLE)) unnamed(type, field, definitions);
        for (String name : definitions.missing(type.properties())) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_READABLE,
                    type.object() + "." + name + " is not there, or the token may not see it",
                    name.startsWith("onefunnel_")
                            ? "run `onefunnel provision`"
                            : "correct the mapping, or grant the scope for sensitive data"));
        }
    }

    /** Admins add statuses and stages of their own: one that the mapping does not name is read as all others are. */
    private void unnamed(MappedType type, Field field, PropertyDefinitions definitions) {
        Mapping.Source source = type.mapping().fields().get(field);
        if (type.kind() != RecordKind.PERSON
                || source == null
                || source.values().isEmpty()) return;
        for (String property : source.from()) {
            List<String> unnamed = definitions.options(property).stream()
                    .filter(value -> source.values().keySet().stream().noneMatch(value::equalsIgnoreCase))
                    .toList();
            if (unnamed.isEmpty()) continue;
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.FEATURE_MISSING,
                    type.object() + "." + property + " has choices that the mapping does not name: "
                            + String.join(", ", unnamed)
                            + source.otherwise()
                                    .map(value -> "; each is read as " + value)
                                    .orElse("; they are not read"),
                    "name them under " + field.key() + " in the mapping"));
        }
    }

    private static String environment(JsonNode account) {
        String type = account.path("accountType").asText("STANDARD");
        return type.equals("STANDARD") ? "production" : type.toLowerCase(Locale.ROOT);
    }

    private static String remedy(AdapterErrorCode code) {
        return switch (code) {
            case CREDENTIALS_REFUSED, TOKEN_EXPIRED -> "store a valid token of this portal";
            case PERMISSION_MISSING -> "grant the token the scope that the message names";
            case UNREACHABLE -> "check base-url, the network and the proxy";
            case QUOTA_EXHAUSTED, RATE_LIMITED -> "wait until the portal's limit is renewed";
            default -> "try again later; if it stays, look at HubSpot's status page";
        };
    }
}
