package io.onefunnel.sandbox.salesforce.org;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The switches of the org, by the names that {@code SalesforceOrg} documents. */
public final class OrgSettings {
    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("apiCallsPerDay", "100000"),
            Map.entry("limits", "on"),
            Map.entry("queryBatchSize", "asked"),
            Map.entry("bulkDelaySeconds", "0"),
            Map.entry("bulkMaxRecords", "50000"),
            Map.entry("longCallsAtOnce", "25"),
            Map.entry("lockedRecords", ""),
            Map.entry("personAccounts", "off"),
            Map.entry("sessionSeconds", "7200"),
            Map.entry("lateCommitSeconds", "0"),
            Map.entry("hiddenObjects", ""),
            Map.entry("hiddenFields", ""),
            Map.entry("readOnlyFields", ""),
            Map.entry("refusedRecords", ""),
            Map.entry("editConvertedLeads", "off"),
            Map.entry("isSandbox", "false"),
            Map.entry("rotateRefreshTokens", "off"),
            Map.entry("jwtPublicKey", "")));

    private static final Set<String> SEEN_IN_DESCRIBES =
            Set.of("hiddenObjects", "hiddenFields", "readOnlyFields", "personAccounts");
    private static final Set<String> PERSON_FIELDS = Set.of(
            "IsPersonAccount",
            "PersonContactId",
            "FirstName",
            "LastName",
            "Salutation",
            "PersonEmail",
            "PersonMobilePhone",
            "PersonTitle",
            "PersonMailingCity",
            "PersonMailingCountry",
            "PersonHasOptedOutOfEmail");

    private final Map<String, String> values = new ConcurrentHashMap<>(DEFAULTS);
    private final Changed changed;

    public OrgSettings(InstantSource clock) {
        this.changed = new Changed(clock);
    }

    public void set(String key, String value) {
        if (!DEFAULTS.containsKey(key)) {
            throw new IllegalArgumentException("no setting " + key + "; there are " + DEFAULTS.keySet());
        }
        values.put(key, value);
        if (SEEN_IN_DESCRIBES.contains(key)) changed.now();
    }

    /** When a setting that a describe shows was last changed. */
    public Instant changedAt() {
        return changed.at();
    }

    public Map<String, String> all() {
        return new TreeMap<>(values);
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) throw new IllegalArgumentException("no setting " + key);
        return value;
    }

    public int number(String key) {
        return Integer.parseInt(text(key));
    }

    public boolean on(String key) {
        return text(key).equals("on") || text(key).equals("true");
    }

    public Duration seconds(String key) {
        return Duration.ofSeconds(Long.parseLong(text(key)));
    }

    /** Whether API users may see the object at all. */
    public boolean sees(ObjectType type) {
        return !listed("hiddenObjects", type.name());
    }

    /** Field-level security: what API users may not read is absent, not refused. */
    public boolean sees(ObjectType type, Field field) {
        if (isOfPersonAccounts(type, field) && !on("personAccounts")) return false;
        return !listed("hiddenFields", type.name() + "." + field.name());
    }

    /** Fields that only an org with person accounts has. */
    private static boolean isOfPersonAccounts(ObjectType type, Field field) {
        return switch (type.name()) {
            case "Account" -> PERSON_FIELDS.contains(field.name());
            case "Contact" -> field.name().equals("IsPersonAccount");
            default -> false;
        };
    }

    public boolean readOnly(ObjectType type, Field field) {
        return listed("readOnlyFields", type.name() + "." + field.name());
    }

    /** Whether another transaction holds the record for the time being. */
    public boolean locked(String id) {
        return listed("lockedRecords", id);
    }

    /** Whether a validation rule of this org refuses every change to the record. */
    public boolean refuses(String id) {
        return listed("refusedRecords", id);
    }

    private boolean listed(String key, String name) {
        String text = text(key);
        if (text.isEmpty()) return false;
        Set<String> names = Arrays.stream(text.split(","))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return names.contains(name.toLowerCase(Locale.ROOT));
    }
}
