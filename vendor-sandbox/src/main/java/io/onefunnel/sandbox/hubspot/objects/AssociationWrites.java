package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.AssociationTypes.AssociationType;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Makes and removes links, with what follows from them: the primary company that a contact shows, and the end of a lead
 * that has lost its last primary association.
 */
public final class AssociationWrites {
    /** No label: the pair's unlabelled type alone. */
    public static final int[] UNLABELLED = {};

    private final PortalState state;
    private final Leads leads;

    public AssociationWrites(PortalState state) {
        this.state = state;
        this.leads = new Leads(state);
    }

    /** Links two objects as an API call does, which the audit lists. */
    public void associate(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        boolean repeated = contains(state.associations().of(from, id, to).typesOf(toId), labels);
        link(from, id, to, toId, labels);
        state.audit()
                .wrote(
                        state.clock().instant(),
                        "associate",
                        from.plural() + " to " + to.plural(),
                        id + " to " + toId,
                        Map.of("types", Arrays.toString(labels)),
                        repeated);
    }

    public void unlink(ObjectKind from, long id, ObjectKind to, long toId) {
        changing(from, id, to, toId, () -> state.associations().unlink(from, id, to, toId));
        showPrimaryCompany(from, id, to, true);
        showPrimaryCompany(to, toId, from, true);
    }

    /** Takes labels off a link, which stays. */
    public void unlabel(ObjectKind from, long id, ObjectKind to, long toId, int[] dropped) {
        int[] held = state.associations().of(from, id, to).typesOf(toId);
        if (held.length == 0) return;
        int[] left = Arrays.stream(held)
                .filter(type -> Arrays.stream(dropped).noneMatch(each -> each == type))
                .toArray();
        changing(from, id, to, toId, () -> state.associations().label(from, id, to, toId, left));
    }

    /** The ids of the types in {@code [{associationTypeId}]}; one that the pair does not have is refused. */
    public int[] labels(ObjectKind from, ObjectKind to, JsonNode types) {
        return StreamSupport.stream(types.spliterator(), false)
                .map(type -> type.path("associationTypeId").asInt())
                .map(id -> state.associations()
                        .types()
                        .find(from, to, id)
                        .orElseThrow(() -> Refusal.validation(
                                id + " is not an association type from " + from.singular() + " to " + to.singular())))
                .mapToInt(AssociationType::id)
                .toArray();
    }

    /** What a link to an object that is not there is told, in the recorded words. */
    public static String invalid(ObjectKind kind, long id) {
        return kind.singular().toUpperCase(Locale.ROOT) + "=" + id + " is not valid";
    }

    /** Links two objects for the data fill: the audit does not list it, and the stamps stay as they were given. */
    public void fill(ObjectKind from, long id, ObjectKind to, long toId) {
        state.associations().linkByDefault(from, id, to, toId);
        showPrimaryCompany(from, id, to, false);
        showPrimaryCompany(to, toId, from, false);
    }

    /** Refuses an object's "associations" input before anything is made. */
    void check(ObjectKind from, JsonNode associations) {
        for (JsonNode each : associations) targetKind(from, each);
    }

    /** Links a new object as its "associations" input says: {@code [{to:{id}, types:[…]}]}. */
    void link(ObjectKind from, long id, JsonNode associations) {
        for (JsonNode each : associations) {
            ObjectKind to = targetKind(from, each);
            long toId = Request.id(each.path("to").path("id").asText());
            link(from, id, to, toId, labels(from, to, each.path("types")));
        }
    }

    private ObjectKind targetKind(ObjectKind from, JsonNode association) {
        long toId = Request.id(association.path("to").path("id").asText());
        int type = association.path("types").path(0).path("associationTypeId").asInt();
        for (ObjectKind to : ObjectKind.values()) {
            if (state.associations().types().find(from, to, type).isEmpty()) continue;
            if (state.table(to).live(toId).isPresent()) return to;
            throw Refusal.validation(invalid(to, toId));
        }
        throw Refusal.validation("invalid association type " + type + " from " + from.singular());
    }

    private void link(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        state.associations().linkByDefault(from, id, to, toId);
        if (labels.length > 0) {
            state.associations().label(from, id, to, toId, keepPrimary(from, id, to, toId, labels));
        }
        showPrimaryCompany(from, id, to, true);
        showPrimaryCompany(to, toId, from, true);
    }

    private int[] keepPrimary(ObjectKind from, long id, ObjectKind to, long toId, int[] labels) {
        int[] held = state.associations().of(from, id, to).typesOf(toId);
        IntStream primary = state.associations().types().primary(from, to).stream()
                .mapToInt(AssociationType::id)
                .filter(type -> Arrays.stream(held).anyMatch(each -> each == type));
        return IntStream.concat(Arrays.stream(labels), primary).distinct().toArray();
    }

    private void changing(ObjectKind from, long id, ObjectKind to, long toId, Runnable change) {
        boolean wasFrom = from == ObjectKind.LEADS && leads.hasPrimary(id);
        boolean wasTo = to == ObjectKind.LEADS && leads.hasPrimary(toId);
        change.run();
        if (wasFrom) leads.archiveHomeless(id);
        if (wasTo) leads.archiveHomeless(toId);
    }

    /** {@code associatedcompanyid} of a contact names its primary company; a change of it moves the stamp, if stamped. */
    private void showPrimaryCompany(ObjectKind kind, long id, ObjectKind other, boolean stamped) {
        if (kind != ObjectKind.CONTACTS || other != ObjectKind.COMPANIES) return;
        ObjectTable table = state.table(kind);
        String primary = state.associations()
                .primary(kind, id, other)
                .map(company -> Long.toString(company))
                .orElse("");
        table.live(id).ifPresent(contact -> {
            String held = table.value(contact, "associatedcompanyid");
            if (primary.equals(held == null ? "" : held)) return;
            long at = stamped ? state.now() : contact.modified();
            table.put(table.changed(contact, Map.of("associatedcompanyid", primary), at, "ASSOCIATIONS"), state.now());
        });
    }

    private static boolean contains(int[] held, int[] labels) {
        if (held.length == 0) return false;
        return Arrays.stream(labels).allMatch(label -> Arrays.stream(held).anyMatch(each -> each == label));
    }
}
