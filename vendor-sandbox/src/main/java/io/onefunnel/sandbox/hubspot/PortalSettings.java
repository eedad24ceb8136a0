package io.onefunnel.sandbox.hubspot;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The portal's settings with their defaults; {@link HubSpotPortal} says what each means. */
final class PortalSettings {
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
            "sales-email-read");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("limits", "on"),
            // Professional and Enterprise tiers: vendor page §10.
            Map.entry("callsPer10Seconds", "190"),
            Map.entry("searchesPerSecond", "5"),
            Map.entry("callsPerDay", "625000"),
            Map.entry("timeZone", "America/New_York"),
            Map.entry("scopes", ALL_SCOPES),
            Map.entry("staticToken", "valid"),
            Map.entry("rotateRefreshTokens", "off"),
            Map.entry("indexLagSeconds", "0"),
            Map.entry("onefunnelProperties", "on"),
            Map.entry("sensitiveProperties", ""),
            Map.entry("leads", "on"),
            Map.entry("legacyPaths", "on"),
            Map.entry("companyMerge", "on"),
            Map.entry("validationRequires", ""),
            Map.entry("validationAnswer", "batch"));

    private final Map<String, String> values = new ConcurrentHashMap<>(DEFAULTS);

    void set(String key, String value) {
        if (!DEFAULTS.containsKey(key)) {
            throw new IllegalArgumentException(
                    "no setting \"" + key + "\"; there are " + new TreeMap<>(DEFAULTS).keySet());
        }
        if (key.equals("timeZone")) ZoneId.of(value);
        if (key.endsWith("Second") || key.endsWith("Seconds") || key.endsWith("Day")) Long.parseLong(value);
        values.put(key, value);
    }

    Map<String, String> all() {
        return new TreeMap<>(values);
    }

    boolean on(String key) {
        return !text(key).equals("off");
    }

    String text(String key) {
        return Objects.requireNonNull(values.get(key));
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    List<String> list(String key) {
        return Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    ZoneId zone() {
        return ZoneId.of(text("timeZone"));
    }
}
