package io.onefunnel.app.cli;

import io.onefunnel.model.SystemId;

/** How things of ours go away at each vendor, in the words of the vendor's own screens. */
final class Goodbye {
    private Goodbye() {}

    /** What becomes of what OneFunnel takes away. */
    static String removal(SystemId system) {
        return switch (system) {
            // Archived records and definitions: docs/developer/hubspot.md
            case HUBSPOT -> "they are archived with their values; HubSpot keeps them for 90 days in its bin";
            case MARKETO, SALESFORCE -> "they are deleted with their values";
        };
    }

    /** What can be done about what stays. */
    static String lasting(SystemId system) {
        return switch (system) {
            case MARKETO ->
                "Marketo can never delete them. Hide the fields in Admin > Field Management (Hide Field), the"
                        + " activity type in Admin > Marketo Custom Activities, once no smart list or campaign uses them";
            case HUBSPOT, SALESFORCE -> "they stay";
        };
    }

    /** How an admin takes the deployed package out. */
    static String deployed() {
        return "unassign the permission sets, take the fields off layouts, reports and flows (Salesforce refuses to delete"
                + " what is in use), write the manifest with --manifest DIR, then";
    }

    static String deploy() {
        return "sf project deploy start --manifest DIR/package.xml"
                + " --post-destructive-changes DIR/destructiveChanges.xml --target-org my-org --dry-run";
    }

    /** Where the access ends that this connection was given. */
    static String revoke(SystemId system) {
        return switch (system) {
            case SALESFORCE ->
                "Setup: delete the connected app (or external client app) made for OneFunnel, deactivate its"
                        + " integration user";
            case HUBSPOT -> "Settings > Integrations: delete the private app or service key, or uninstall the app";
            case MARKETO -> "Admin > LaunchPoint: delete the custom service, then its API-only user and role";
        };
    }
}
