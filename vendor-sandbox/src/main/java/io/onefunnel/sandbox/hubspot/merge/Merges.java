package io.onefunnel.sandbox.hubspot.merge;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.objects.ObjectJson;
import io.onefunnel.sandbox.hubspot.objects.ObjectWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.CrmObject.Version;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import io.onefunnel.sandbox.hubspot.store.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Merges of two contacts, companies or deals into a new record with a new id, to which both old ids lead from then on
 * (changelog, "Updated merge functionality for contacts and companies").
 */
public final class Merges {
    private static final int MOST_IDENTITIES = 250;

    private final Set<Long> underWay = new HashSet<>();
    private final PortalState state;
    private final ObjectWrites writes;
    private final ObjectJson json;

    public Merges(PortalState state, ObjectWrites writes) {
        this.state = state;
        this.writes = writes;
        this.json = new ObjectJson(state.associations());
    }

    public Reply merge(ObjectTable table, Request request) {
        JsonNode body = request.body();
        long primaryId = Request.id(body.path("primaryObjectId").asText());
        long otherId = Request.id(body.path("objectIdToMerge").asText());
        refuse(table, request);
        if (primaryId == otherId) throw Refusal.validation("Cannot merge a contact with itself");
        if (table.survivor(primaryId) == table.survivor(otherId)) {
            table.resolved(primaryId)
                    .ifPresent(survivor -> writes.audit("merge", table, survivor, ids(primaryId, otherId), true));
        }
        CrmObject primary =
                table.live(primaryId).orElseThrow(() -> Refusal.validation("canonical vid is not a valid contact"));
        CrmObject other = table.live(otherId).orElseThrow(Merges::invalidOrInProgress);
        if (underWay.contains(primary.id()) || underWay.contains(other.id())) throw invalidOrInProgress();
        CrmObject made = merged(table, primary, other);
        writes.audit("merge", table, made, ids(primaryId, otherId), false);
        return Reply.ok(json.of(table, made, List.of()));
    }

    /** A merge made in the vendor's own screen: not an API write. */
    public CrmObject byHand(ObjectTable table, CrmObject primary, CrmObject other) {
        return merged(table, primary, other);
    }

    private void refuse(ObjectTable table, Request request) {
        if (!table.kind().merges()) throw Refusal.validation(table.kind().plural() + " cannot be merged");
        // HubSpot's own Salesforce integration forbids company merges while it is active.
        if (table.kind() == ObjectKind.COMPANIES && !state.settings().on("companyMerge")) {
            throw Refusal.validation("Companies cannot be merged while the Salesforce integration is active");
        }
        if (state.faults().take("merge-in-progress", request.call()).isPresent()) throw invalidOrInProgress();
    }

    /** Two reasons in the same recorded words. */
    private static Refusal invalidOrInProgress() {
        return Refusal.validation("vid to merge is not a valid contact or is already in the process of being merged");
    }

    private CrmObject merged(ObjectTable table, CrmObject primary, CrmObject other) {
        List<String> away = Stream.of(List.of(primary), List.of(other))
                .flatMap(List::stream)
                .flatMap(each ->
                        Stream.concat(Stream.of(Long.toString(each.id())), parts(table, each, "hs_merged_object_ids")))
                .toList();
        if (away.size() > MOST_IDENTITIES) {
            throw Refusal.of(414, "VALIDATION_ERROR", "Cannot have more than 250 identities on a profile");
        }
        long now = state.now();
        long id = table.newId();
        Map<String, String> values = values(table, primary, other, now);
        values.put("hs_merged_object_ids", String.join(";", away));
        table.mergeAway(primary, id, now);
        table.mergeAway(other, id, now);
        CrmObject bare =
                new CrmObject(id, Math.min(primary.created(), other.created()), now, 0, Values.NONE, List.of());
        CrmObject full = table.changed(bare, values, now, "MERGE_OBJECTS");
        CrmObject made = new CrmObject(
                id, full.created(), now, 0, full.values(), history(table, primary, other, full.history()));
        table.put(made, now);
        // The record is there at once, its timeline up to 30 minutes later: knowledge base, "Merge records".
        underWay.add(id);
        state.later(now + state.settings().number("mergeSeconds") * 1_000, () -> {
            state.associations().move(table.kind(), primary.id(), id);
            state.associations().move(table.kind(), other.id(), id);
            underWay.remove(id);
        });
        return made;
    }

    /** Primary's values win, blanks are filled, but for addresses and lifecycle stage. */
    private Map<String, String> values(ObjectTable table, CrmObject primary, CrmObject other, long now) {
        Map<String, String> values = new LinkedHashMap<>(table.values(other));
        values.putAll(table.values(primary));
        values.keySet()
                .removeAll(List.of(
                        "hs_object_id", table.kind().created(), table.kind().modified()));
        furthest(table, primary, other).ifPresent(stage -> values.put("lifecyclestage", stage));
        if (table.kind() != ObjectKind.CONTACTS) return values;
        List<String> emails = Stream.concat(
                        Stream.of(primary, other).flatMap(each -> parts(table, each, "hs_additional_emails")),
                        parts(table, other, "email"))
                .distinct()
                .filter(email -> !email.equals(table.value(primary, "email")))
                .toList();
        if (table.value(primary, "email") != null && !emails.isEmpty()) {
            values.put("hs_additional_emails", String.join(";", emails));
        }
        List<String> vids = new ArrayList<>();
        Stream.of(primary, other)
                .flatMap(each -> parts(table, each, "hs_calculated_merged_vids"))
                .forEach(vids::add);
        vids.add(primary.id() + ":" + now);
        vids.add(other.id() + ":" + now);
        values.put("hs_calculated_merged_vids", String.join(";", vids));
        return values;
    }

    private static Optional<String> furthest(ObjectTable table, CrmObject primary, CrmObject other) {
        List<String> order = table.properties().find("lifecyclestage").stream()
                .flatMap(definition -> definition.options().stream())
                .map(PropertyDefinition.Option::value)
                .toList();
        return Stream.of(primary, other)
                .flatMap(each -> Stream.ofNullable(table.value(each, "lifecyclestage")))
                .max((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b)));
    }

    /** Both records' histories are combined; values that never changed keep the moment their record was made. */
    private static List<Version> history(ObjectTable table, CrmObject primary, CrmObject other, List<Version> written) {
        List<Version> all = new ArrayList<>();
        for (Version each : written) {
            String name = table.properties().name(each.property());
            List<Version> former = new ArrayList<>(table.history(other, name));
            former.addAll(table.history(primary, name));
            all.addAll(former);
            String latest = table.value(primary, name);
            if (!each.value().equals(latest)) all.add(each);
        }
        all.sort((a, b) -> Long.compare(a.at(), b.at()));
        return List.copyOf(all);
    }

    private static Stream<String> parts(ObjectTable table, CrmObject object, String property) {
        String value = table.value(object, property);
        return value == null ? Stream.of() : Arrays.stream(value.split(";"));
    }

    private static Map<String, String> ids(long primary, long other) {
        return Map.of("primaryObjectId", Long.toString(primary), "objectIdToMerge", Long.toString(other));
    }
}
