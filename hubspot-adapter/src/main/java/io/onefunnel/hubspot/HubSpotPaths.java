package io.onefunnel.hubspot;

/**
 * Every path of the API; no other class spells one. HubSpot moves to dated paths ("2026-09"), of which one appears
 * every half year; the numbered ones ("legacy": v3 and v4) are supported until 2027: migration guide.
 */
final class HubSpotPaths {
    static final String DEFAULT_VERSION = "2026-09";
    static final String LEGACY = "legacy";

    private final String version;

    HubSpotPaths(String version) {
        if (!version.equals(LEGACY) && !version.matches("20\\d\\d-\\d\\d")) {
            throw new IllegalArgumentException("api-version is a date such as " + DEFAULT_VERSION + ", or \"" + LEGACY
                    + "\", not \"" + version + "\"");
        }
        this.version = version;
    }

    String objects(String type) {
        return area("objects", "v3") + "/" + type;
    }

    String object(String type, String id) {
        return objects(type) + "/" + id;
    }

    String search(String type) {
        return objects(type) + "/search";
    }

    String batch(String type, String operation) {
        return objects(type) + "/batch/" + operation;
    }

    String merge(String type) {
        return objects(type) + "/merge";
    }

    String associations(String from, String to, String operation) {
        return area("associations", "v4") + "/" + from + "/" + to + "/" + operation;
    }

    String properties(String type) {
        return area("properties", "v3") + "/" + type;
    }

    String property(String type, String name) {
        return properties(type) + "/" + name;
    }

    String propertyGroups(String type) {
        return properties(type) + "/groups";
    }

    String owners() {
        return area("owners", "v3");
    }

    String owner(String id) {
        return owners() + "/" + id;
    }

    String pipelines(String type) {
        return area("pipelines", "v3") + "/" + type;
    }

    String associationLabel(String from, String to, int typeId) {
        return associations(from, to, "labels") + "/" + typeId;
    }

    String token() {
        return "/oauth/" + (version.equals(LEGACY) ? "v3" : version) + "/token";
    }

    String list(String id) {
        return area("lists", "v3") + "/" + id;
    }

    String listMemberships(String id) {
        return list(id) + "/memberships/join-order";
    }

    /** Forms and their submissions have no dated path yet. */
    String form(String id) {
        return "/marketing/v3/forms/" + id;
    }

    String formSubmissions(String id) {
        return "/form-integrations/v1/submissions/forms/" + id;
    }

    String eventDefinitions() {
        return events() + "/event-definitions";
    }

    String eventDefinition(String name) {
        return eventDefinitions() + "/" + name;
    }

    String sendEvent() {
        return events() + "/send";
    }

    String sendEvents() {
        return sendEvent() + "/batch";
    }

    String eventOccurrences() {
        return version.equals(LEGACY) ? "/events/v3/events" : "/events/event-occurrences/" + version;
    }

    private String events() {
        return version.equals(LEGACY) ? "/events/v3" : "/events/custom/" + version;
    }

    /** Not part of the CRM; has no dated form. */
    String accountDetails() {
        return "/account-info/v3/details";
    }

    private String area(String name, String number) {
        return version.equals(LEGACY) ? "/crm/" + number + "/" + name : "/crm/" + name + "/" + version;
    }
}
