package io.onefunnel.marketo.client;

import java.util.Map;

/** Which permission of the API user's role an operation needs: "Custom Services", "Permissions". */
final class Permissions {
    private static final Map<String, String> BY_OPERATION = Map.ofEntries(
            Map.entry("leads by id", "Read-Only Lead"),
            Map.entry("leads by e-mail", "Read-Only Lead"),
            Map.entry("describe leads", "Read-Only Lead"),
            Map.entry("sync leads", "Read-Write Lead"),
            Map.entry("merge leads", "Read-Write Lead"),
            Map.entry("program status", "Read-Write Lead"),
            Map.entry("program members", "Read-Only Lead"),
            Map.entry("programs of lead", "Read-Only Assets"),
            Map.entry("programs", "Read-Only Assets"),
            Map.entry("program", "Read-Only Assets"),
            Map.entry("channels", "Read-Only Assets"),
            Map.entry("paging token", "Read-Only Activity"),
            Map.entry("activities", "Read-Only Activity"),
            Map.entry("lead changes", "Read-Only Activity"),
            Map.entry("deleted leads", "Read-Only Activity"),
            Map.entry("add custom activities", "Read-Write Activity"),
            Map.entry("activity types", "Read-Only Activity Metadata"),
            Map.entry("custom activity types", "Read-Only Activity Metadata"),
            Map.entry("create custom activity type", "Read-Write Activity Metadata"),
            Map.entry("create custom activity attributes", "Read-Write Activity Metadata"),
            Map.entry("approve custom activity type", "Read-Write Activity Metadata"),
            Map.entry("create lead fields", "Read-Write Schema Custom Field"),
            Map.entry("describe opportunities", "Read-Only Opportunity"),
            Map.entry("describe opportunity roles", "Read-Only Opportunity"),
            Map.entry("sync opportunities", "Read-Write Opportunity"),
            Map.entry("sync opportunity roles", "Read-Write Opportunity"),
            Map.entry("describe companies", "Read-Only Company"),
            Map.entry("describe salespersons", "Read-Only Sales Person"),
            Map.entry("query companies", "Read-Only Company"),
            Map.entry("query salespersons", "Read-Only Sales Person"),
            Map.entry("sync companies", "Read-Write Company"),
            Map.entry("sync salespersons", "Read-Write Sales Person"),
            Map.entry("campaign", "Read-Only Campaign"),
            Map.entry("request campaign", "Execute Campaign"));

    private Permissions() {}

    /** What an admin does about error 603, whose other reason is the allow-list of addresses. */
    static String remedy(String operation) {
        String permission = BY_OPERATION.getOrDefault(operation, "for " + operation);
        return "give the API user's role the permission " + permission + ", or allow this host's address";
    }
}
