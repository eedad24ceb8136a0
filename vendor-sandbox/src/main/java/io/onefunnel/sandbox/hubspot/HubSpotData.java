package io.onefunnel.sandbox.hubspot;

import java.util.Map;

/** How the sample company and the CSV import fill the portal: no API call is counted, no limit applies. */
public interface HubSpotData {
    /**
     * Stores an object as given. {@code createdate} and {@code lastmodifieddate}/{@code hs_lastmodifieddate} may be
     * set (ISO-8601); otherwise they are now.
     *
     * @param type "contacts", "companies", "deals", "calls", "emails", "meetings", "tasks", "notes", "communications"
     * @return the new id (a decimal number as text)
     */
    String insert(String type, Map<String, String> properties);

    /** Associates both ways, with the vendor's default type for the pair. */
    void associate(String fromType, String fromId, String toType, String toId);

    /** Adds an owner and returns the owner id. */
    String owner(String email, String firstName, String lastName);
}
