package io.onefunnel.sandbox.hubspot;

import java.time.Instant;
import java.util.Map;

/** What people do in HubSpot's own screens besides editing: nothing of it is an API call. */
final class HandWork {
    private final PortalState state;
    private final Merges merges;

    HandWork(PortalState state, Merges merges) {
        this.state = state;
        this.merges = merges;
    }

    Map<String, String> does(String action, Map<String, String> arguments) {
        switch (action) {
            case "archive":
                archive(argument(arguments, "type"), argument(arguments, "id"));
                return Map.of();
            case "restore":
                restore(argument(arguments, "type"), argument(arguments, "id"));
                return Map.of();
            case "merge":
                return Map.of(
                        "id",
                        merge(
                                argument(arguments, "type"),
                                argument(arguments, "primary"),
                                argument(arguments, "other")));
            case "owner":
                return Map.of(
                        "id",
                        owner(
                                argument(arguments, "email"),
                                argument(arguments, "firstName"),
                                argument(arguments, "lastName")));
            case "archive-owner":
                state.owners.archive(Long.parseLong(argument(arguments, "id")));
                return Map.of();
            default:
                throw new IllegalArgumentException(
                        "no action \"" + action + "\"; there are archive, restore, merge, owner, archive-owner");
        }
    }

    void archive(String type, String id) {
        ObjectTable table = state.table(ObjectKind.of(type));
        CrmObject object = table.live(Long.parseLong(id)).orElseThrow(() -> noSuch(type, id));
        table.archive(object, state.now());
    }

    void restore(String type, String id) {
        boolean back = state.table(ObjectKind.of(type))
                .restore(Long.parseLong(id), state.now())
                .isPresent();
        if (!back) throw noSuch("archived " + type, id);
    }

    String merge(String type, String primaryId, String otherId) {
        ObjectTable table = state.table(ObjectKind.of(type));
        CrmObject primary = table.live(Long.parseLong(primaryId)).orElseThrow(() -> noSuch(type, primaryId));
        CrmObject other = table.live(Long.parseLong(otherId)).orElseThrow(() -> noSuch(type, otherId));
        return Long.toString(merges.byHand(table, primary, other).id());
    }

    String owner(String email, String firstName, String lastName) {
        return Long.toString(state.owners.add(email, firstName, lastName, Instant.ofEpochMilli(state.now())));
    }

    private static String argument(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) throw new IllegalArgumentException("the argument \"" + name + "\" is missing");
        return value;
    }

    private static IllegalArgumentException noSuch(String type, String id) {
        return new IllegalArgumentException("no " + type + " " + id);
    }
}
