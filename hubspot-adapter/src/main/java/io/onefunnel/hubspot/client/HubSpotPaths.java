package io.onefunnel.hubspot.client;

/**
 * Every path of the API; no other class spells one. HubSpot moves to dated paths ("2026-09"), of which one appears
 * every half year; the numbered ones ("legacy": v3 and v4) are supported until 2027: migration guide.
 */
public final class HubSpotPaths {
    public static final String DEFAULT_VERSION = "2026-09";
    static final String LEGACY = "legacy";
    /** A regular expression of all that may be one. */
    public static final String VERSIONS = LEGACY + "|20\\d\\d-\\d\\d";

    private final String version;

    public HubSpotPaths(String version) {
        if (!version.matches(VERSIONS)) {
            throw new IllegalArgumentException("api-version is a date such as " + DEFAULT_VERSION + ", or \"" + LEGACY
                    + "\", not \"" + version + "\"");
        }
        this.version = version;
    }

    public String objects(String type) {
        return area("objects", "v3") + "/" + type;
    }

    String object(String type, String id) {
        return objects(type) + "/" + id;
    }

    String search(String type) {
        return objects(type) + "/search";
    }

    public String batch(String type, String operation) {
        return objects(type) + "/batch/" + operation;
    }

    public String merge(String type) {
        return objects(type) + "/merge";
    }

    public String associations(String from, String to, String operation) {
        return area("associations", "v4") + "/" + from + "/" + to + "/" + operation;
    }

    public String properties(String type) {
        return area("properties", "v3") + "/" + type;
    }

    public String property(String type, String name) {
        return properties(type) + "/" + name;
    }

    public String propertyGroups(String type) {
        return properties(type) + "/groups";
    }

    public String owners() {
        return area("owners", "v3");
    }

    public String pipelines(String type) {
        return area("pipelines", "v3") + "/" + type;
    }

    public String associationLabel(String from, String to, int typeId) {
        return associations(from, to, "labels") + "/" + typeId;
    }

    String token() {
        return "/oauth/" + (version.equals(LEGACY) ? "v3" : version) + "/token";
    }

    public String list(String id) {
        return area("lists", "v3") + "/" + id;
    }

    public String listMemberships(String id) {
        return list(id) + "/memberships/join-order";
    }

    /** Forms and their submissions have no dated path yet. */
    public String form(String id) {
        return "/marketing/v3/forms/" + id;
    }

    public String formSubmissions(String id) {
        return "/form-integrations/v1/submissions/forms/" + id;
    }

    public String eventDefinitions() {
        return events() + "/event-definitions";
    }

    public String eventDefinition(String name) {
        return eventDefinitions() + "/" + name;
    }

    public String sendEvent() {
        return events() + "/send";
    }

    public String sendEvents() {
        return sendEvent() + "/batch";
    }

    public String eventOccurrences() {
        return version.equals(LEGACY) ? "/events/v3/events" : "/events/event-occurrences/" + version;
    }

    private String events() {
        return version.equals(LEGACY) ? "/events/v3" : "/events/custom/" + version;
    }

    /** Not part of the CRM; has no dated form. */
    public String accountDetails() {
        return "/account-info/v3/details";
    }

    private String area(String name, String number) {
        return version.equals(LEGACY) ? "/crm/" + number + "/" + name : "/crm/" + name + "/" + version;
    }
}
