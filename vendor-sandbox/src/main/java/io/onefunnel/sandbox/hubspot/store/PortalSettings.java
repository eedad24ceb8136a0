package io.onefunnel.sandbox.hubspot.store;

import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The portal's settings with their defaults; {@code HubSpotPortal} says what each means. */
public final class PortalSettings {
    public static final long PORTAL_ID = 424_242;

    static final String ALL_SCOPES = String.join(
            ",",
            "crm.objects.contacts.read",
            "crm.objects.contacts.write",
            "crm.objects.companies.read",
            "crm.objects.companies.write",
            "crm.objects.deals.read",
            "crm.objects.deals.write",
            "crm.objects.leads.read",
            "crm.objects.leads.write",
            "crm.objects.owners.read",
            "crm.schemas.contacts.read",
            "crm.schemas.contacts.write",
            "crm.schemas.companies.read",
            "crm.schemas.companies.write",
            "crm.schemas.deals.read",
            "crm.schemas.deals.write",
            "analytics.behavioral_events.send",
            "behavioral_events.event_definitions.read_write",
            "crm.lists.read",
            "forms",
            "sales-email-read");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("limits", "on"),
            Map.entry("tier", "professional"),
            // Professional and Enterprise tiers: "Usage guidelines".
            Map.entry("callsPer10Seconds", "190"),
            Map.entry("searchesPerSecond", "5"),
            Map.entry("callsPerDay", "625000"),
            Map.entry("associationCallsPer10Seconds", "150"),
            Map.entry("associationCallsPerDay", "500000"),
            Map.entry("timeZone", "America/New_York"),
            Map.entry("scopes", ALL_SCOPES),
            Map.entry("oauthScopes", ""),
            Map.entry("tokens", ""),
            Map.entry("staticToken", "valid"),
            // The documented expires_in.
            Map.entry("accessTokenSeconds", "1800"),
            Map.entry("rotateRefreshTokens", "off"),
            Map.entry("indexLagSeconds", "0"),
            Map.entry("indexLagRecords", ""),
            Map.entry("mergeSeconds", "0"),
            Map.entry("salesforceIntegration", "on"),
            Map.entry("onefunnelProperties", "on"),
            Map.entry("sensitiveProperties", ""),
            Map.entry("leads", "on"),
            Map.entry("customEvents", "on"),
            Map.entry("duplicateEvents", "dropped"),
            Map.entry("eventLagSeconds", "0"),
            Map.entry("legacyPaths", "on"),
            Map.entry("companyMerge", "on"),
            Map.entry("validationRequires", ""),
            Map.entry("createRequires", ""),
            Map.entry("validationAnswer", "batch"));

    private final Map<String, String> values = new ConcurrentHashMap<>(DEFAULTS);

    public void set(String key, String value) {
        if (!DEFAULTS.containsKey(key)) {
            throw new IllegalArgumentException(
                    "no setting \"" + key + "\"; there are " + new TreeMap<>(DEFAULTS).keySet());
        }
        if (key.equals("timeZone")) ZoneId.of(value);
        if (key.equals("tier")) values.putAll(allowances(value));
        if (key.endsWith("Second") || key.endsWith("Seconds") || key.endsWith("Day")) Long.parseLong(value);
        values.put(key, value);
    }

    /** What an account of this tier may call: "Usage guidelines". */
    private static Map<String, String> allowances(String tier) {
        return switch (tier) {
            case "free", "starter" -> allowances(100, 250_000);
            case "professional" -> allowances(190, 625_000);
            case "enterprise" -> allowances(190, 1_000_000);
            case "enterprise-increased" -> allowances(250, 2_000_000);
            // An app of the marketplace has no day of its own.
            case "marketplace" -> allowances(110, Long.MAX_VALUE);
            default ->
                throw new IllegalArgumentException("no tier \"" + tier
                        + "\"; there are free, starter, professional, enterprise, enterprise-increased, marketplace");
        };
    }

    private static Map<String, String> allowances(long callsPer10Seconds, long callsPerDay) {
        return Map.of("callsPer10Seconds", Long.toString(callsPer10Seconds), "callsPerDay", Long.toString(callsPerDay));
    }

    public Map<String, String> all() {
        return new TreeMap<>(values);
    }

    public boolean on(String key) {
        return !text(key).equals("off");
    }

    public String text(String key) {
        return Objects.requireNonNull(values.get(key));
    }

    public long number(String key) {
        return Long.parseLong(text(key));
    }

    public List<String> list(String key) {
        return Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** How long search does not see a write to this record, in milliseconds. */
    long indexLag(ObjectKind kind, long id) {
        String prefix = kind.plural() + "." + id + "=";
        for (String each : list("indexLagRecords")) {
            if (each.startsWith(prefix)) return Long.parseLong(each.substring(prefix.length())) * 1_000;
        }
        return number("indexLagSeconds") * 1_000;
    }

    public ZoneId zone() {
        return ZoneId.of(text("timeZone"));
    }
}
