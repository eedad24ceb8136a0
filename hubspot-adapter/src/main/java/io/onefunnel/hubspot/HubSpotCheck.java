package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.hubspot.HubSpotHttp.Operation;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.DateTimeException;
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
    private final HubSpotHttp http;
    private final HubSpotPaths paths;
    private final Ids ids;
    private final ConnectionSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    HubSpotCheck(HubSpotHttp http, HubSpotPaths paths, Ids ids, ConnectionSettings settings) {
        this.http = http;
        this.paths = paths;
        this.ids = ids;
        this.settings = settings;
    }

    Readiness run() {
        JsonNode account;
        try {
            account = http.get(Operation.read("account details"), paths.accountDetails(), Map.of());
        } catch (AdapterException e) {
            problems.add(new Problem(Severity.BLOCKS, e.code(), String.valueOf(e.getMessage()), remedy(e.code())));
            return new Readiness(Optional.empty(), "unknown", Optional.empty(), problems);
        } catch (RefusedException e) {
            problems.add(new Problem(
                    Severity.BLOCKS,
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the account cannot be asked for: " + e.failure().summary(),
                    "check base-url"));
            return new Readiness(Optional.empty(), "unknown", Optional.empty(), problems);
        }
        String portal = account.path("portalId").asText();
        settings.accountId()
                .filter(pinned -> !pinned.equals(portal))
                .ifPresent(pinned -> problems.add(new Problem(
                        Severity.BLOCKS,
                        AdapterErrorCode.WRONG_ACCOUNT,
                        "the token belongs to portal " + portal + ", but this connection is pinned to " + pinned,
                        "store a token of portal " + pinned + ", or configure a new connection for " + portal)));
        rememberZone(account.path("timeZone").asText());
        Set<String> asked = new LinkedHashSet<>();
        for (MappedType type : ids.all()) check(type, asked);
        // Two types of the mapping may be one object at HubSpot, and share its properties.
        List<Problem> found = problems.stream().distinct().toList();
        return new Readiness(Optional.of(portal), environment(account), Optional.empty(), found);
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
        if (!asked.add(type.object())) {
            if (!type.isOwners()) fields(type);
            return;
        }
        boolean readable =
                type.isOwners() ? allowed(type, paths.owners()) : allowed(type, paths.objects(type.object()));
        if (readable && !type.isOwners()) fields(type);
    }

    private boolean allowed(MappedType type, String path) {
        try {
            http.get(Operation.read("check"), path, Map.of("limit", "1"));
            return true;
        } catch (AdapterException e) {
            problems.add(
                    new Problem(Severity.LIMITS, e.code(), type.object() + ": " + e.getMessage(), remedy(e.code())));
        } catch (RefusedException e) {
            problems.add(new Problem(
                    Severity.LIMITS,
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
        for (String name : definitions.missing(type.properties())) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.FIELD_NOT_READABLE,
                    type.object() + "." + name + " is not there, or the token may not see it",
                    name.startsWith("onefunnel_")
                            ? "run `onefunnel provision`"
                            : "correct the mapping, or grant the scope for sensitive data"));
        }
        boolean nativeSync = type.object().equals("contacts") && definitions.has("salesforceleadid");
        if (nativeSync) {
            problems.add(new Problem(
                    Severity.WARNS,
                    AdapterErrorCode.FEATURE_MISSING,
                    "HubSpot's own Salesforce integration is, or was, installed in this portal",
                    "confirm which system carries our fields, and set merge-companies to false while it is active"));
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
