package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.util.List;

/** The rules of the leads object: each lead hangs on a primary contact, company or deal. */
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
                .anyMatch(home -> state.associations()
                        .primary(ObjectKind.LEADS, lead, home)
                        .isPresent());
    }

    /** Removing every primary association deletes the lead: leads guide. */
    void archiveHomeless(long lead) {
        ObjectTable table = state.table(ObjectKind.LEADS);
        if (!hasPrimary(lead)) table.live(lead).ifPresent(object -> table.archive(object, state.now()));
    }
}
