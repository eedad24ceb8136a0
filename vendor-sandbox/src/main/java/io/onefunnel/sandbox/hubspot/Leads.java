package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The rules of the leads object: each lead hangs on a primary contact, company or deal (vendor page §8). */
final class Leads {
    private static final int PRIMARY_CONTACT = 578;
    private static final int PRIMARY_COMPANY = 580;
    private static final List<ObjectKind> HOMES = List.of(ObjectKind.CONTACTS, ObjectKind.COMPANIES, ObjectKind.DEALS);

    private final PortalState state;

    Leads(PortalState state) {
        this.state = state;
    }

    /** Refuses a new lead whose associations name no primary contact or company. */
    static void requirePrimary(JsonNode associations) {
        for (JsonNode association : associations) {
            for (JsonNode type : association.path("types")) {
                int id = type.path("associationTypeId").asInt();
                if (id == PRIMARY_CONTACT || id == PRIMARY_COMPANY) return;
            }
        }
        throw Refusal.validation("A lead must be associated with a primary contact or company");
    }

    boolean hasPrimary(long lead) {
        return HOMES.stream()
                .anyMatch(home ->
                        state.associations.primary(ObjectKind.LEADS, lead, home).isPresent());
    }

    /** Removing every primary association deletes the lead: vendor page §8. */
    void archiveHomeless(long lead) {
        ObjectTable table = state.table(ObjectKind.LEADS);
        if (!hasPrimary(lead)) table.live(lead).ifPresent(object -> table.archive(object, state.now()));
    }
}
