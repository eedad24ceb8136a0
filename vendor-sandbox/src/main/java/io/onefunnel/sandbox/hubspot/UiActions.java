package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.hubspot.marketing.Forms;
import io.onefunnel.sandbox.hubspot.marketing.RecordLists;
import io.onefunnel.sandbox.hubspot.merge.Merges;
import io.onefunnel.sandbox.hubspot.objects.ObjectWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people do in HubSpot's own screens besides editing: nothing of it is an API call. */
final class UiActions {
    private final PortalState state;
    private final ObjectWrites writes;
    private final Merges merges;
    private final Owners owners;
    private final RecordLists lists;
    private final Forms forms;

    UiActions(PortalState state, ObjectWrites writes, Merges merges, Owners owners, RecordLists lists, Forms forms) {
        this.state = state;
        this.writes = writes;
        this.merges = merges;
        this.owners = owners;
        this.lists = lists;
        this.forms = forms;
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
                owners.archive(Long.parseLong(argument(arguments, "id")));
                return Map.of();
            case "list":
                return Map.of(
                        "id",
                        lists.create(argument(arguments, "name"), state.clock().instant()));
            case "join-list":
                lists.add(list(arguments), Long.parseLong(argument(arguments, "contact")), state.now());
                return Map.of();
            case "leave-list":
                lists.remove(list(arguments), Long.parseLong(argument(arguments, "contact")));
                return Map.of();
            case "form":
                return Map.of("id", forms.create(argument(arguments, "name")));
            case "submit":
                return submit(arguments);
            default:
                throw new IllegalArgumentException(
                        "no action \"" + action + "\"; there are archive, restore, merge, owner, archive-owner, list,"
                                + " join-list, leave-list, form, submit");
        }
    }

    private RecordLists.RecordList list(Map<String, String> arguments) {
        String id = argument(arguments, "list");
        return lists.find(id).orElseThrow(() -> noSuch("list", id));
    }

    /** A visitor fills a form in: a contact of that address is made or, as HubSpot does, told that it converted. */
    private Map<String, String> submit(Map<String, String> arguments) {
        String id = argument(arguments, "form");
        Forms.Form form = forms.find(id).orElseThrow(() -> noSuch("form", id));
        Map<String, String> values = new LinkedHashMap<>(arguments);
        values.keySet().removeAll(List.of("form", "page"));
        Forms.Submission made = forms.submit(form, state.now(), arguments.getOrDefault("page", ""), values);
        String email = values.getOrDefault("email", "").strip().toLowerCase(Locale.ROOT);
        if (email.isEmpty()) return Map.of("conversionId", made.conversionId());
        ObjectTable contacts = state.table(ObjectKind.CONTACTS);
        Map<String, String> told = new LinkedHashMap<>();
        told.put("recent_conversion_date", Instant.ofEpochMilli(made.at()).toString());
        told.put("recent_conversion_event_name", made.pageUrl() + ": " + form.name());
        Optional<CrmObject> known = contacts.withUnique("email", email);
        if (known.isPresent()) {
            writes.editByHand(contacts, known.get(), told);
        } else {
            told.put("email", email);
            writes.insert(contacts, told);
        }
        return Map.of("conversionId", made.conversionId());
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
        return Long.toString(owners.add(email, firstName, lastName, Instant.ofEpochMilli(state.now())));
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
