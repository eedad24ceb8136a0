package io.onefunnel.sandbox.hubspot.store;

import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.CALLS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.COMMUNICATIONS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.COMPANIES;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.CONTACTS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.DEALS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.EMAILS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.LEADS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.MEETINGS;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.NOTES;
import static io.onefunnel.sandbox.hubspot.schema.ObjectKind.TASKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of link between two object types: the vendor's own and the labels an admin made. */
public final class AssociationTypes {
    private static final int MOST_LABELS_PER_PAIR = 10;

    /** @param inverse the type that the other side gets */
    public record AssociationType(
            int id,
            ObjectKind from,
            ObjectKind to,
            @Nullable String label,
            String name,
            boolean custom,
            boolean primary,
            int inverse) {
        public String category() {
            return custom ? "USER_DEFINED" : "HUBSPOT_DEFINED";
        }

        public ObjectNode json() {
            return Json.object().put("category", category()).put("typeId", id).put("label", label);
        }
    }

    private final List<AssociationType> types = new ArrayList<>();
    private int nextCustom = 1;

    AssociationTypes() {
        pair(CONTACTS, COMPANIES, 279, 280, null, false);
        pair(CONTACTS, COMPANIES, 1, 2, "Primary", true);
        pair(CONTACTS, DEALS, 4, 3, null, false);
        pair(DEALS, COMPANIES, 341, 342, null, false);
        pair(DEALS, COMPANIES, 5, 6, "Primary", true);
        pair(CONTACTS, CONTACTS, 449, 449, null, false);
        pair(CONTACTS, LEADS, 609, 608, null, false);
        primaryOfLead(578, CONTACTS);
        primaryOfLead(580, COMPANIES);
        primaryOfLead(582, DEALS);
        pair(DEALS, LEADS, 1038, 1039, null, false);
        // Not documented: that these exist is certain, their numbers are not.
        pair(LEADS, COMPANIES, 610, 611, null, false);
        pair(LEADS, CALLS, 596, 597, null, false);
        pair(LEADS, EMAILS, 598, 599, null, false);
        pair(LEADS, MEETINGS, 600, 601, null, false);
        pair(LEADS, NOTES, 602, 603, null, false);
        pair(LEADS, TASKS, 604, 605, null, false);
        pair(LEADS, COMMUNICATIONS, 606, 607, null, false);
        pair(CONTACTS, CALLS, 193, 194, null, false);
        pair(CONTACTS, EMAILS, 197, 198, null, false);
        pair(CONTACTS, MEETINGS, 199, 200, null, false);
        pair(CONTACTS, NOTES, 201, 202, null, false);
        pair(CONTACTS, TASKS, 203, 204, null, false);
        pair(CONTACTS, COMMUNICATIONS, 82, 81, null, false);
        pair(DEALS, CALLS, 205, 206, null, false);
        pair(DEALS, EMAILS, 209, 210, null, false);
        pair(DEALS, MEETINGS, 211, 212, null, false);
        pair(DEALS, NOTES, 213, 214, null, false);
        pair(DEALS, TASKS, 215, 216, null, false);
        pair(DEALS, COMMUNICATIONS, 86, 85, null, false);
        pair(COMPANIES, CALLS, 181, 182, null, false);
        pair(COMPANIES, EMAILS, 185, 186, null, false);
        pair(COMPANIES, MEETINGS, 187, 188, null, false);
        pair(COMPANIES, NOTES, 189, 190, null, false);
        pair(COMPANIES, TASKS, 191, 192, null, false);
        pair(COMPANIES, COMMUNICATIONS, 88, 87, null, false);
    }

    /** The unlabelled type of a pair, which "default" calls use. */
    public Optional<AssociationType> standard(ObjectKind from, ObjectKind to) {
        return of(from, to).stream()
                .filter(type -> type.label() == null && !type.custom())
                .findFirst();
    }

    public Optional<AssociationType> primary(ObjectKind from, ObjectKind to) {
        return of(from, to).stream().filter(AssociationType::primary).findFirst();
    }

    public Optional<AssociationType> find(ObjectKind from, ObjectKind to, int id) {
        return of(from, to).stream().filter(type -> type.id() == id).findFirst();
    }

    public List<AssociationType> of(ObjectKind from, ObjectKind to) {
        return types.stream()
                .filter(type -> type.from() == from && type.to() == to)
                .toList();
    }

    /** A new label; with an inverse the two directions get two types, else one type serves both. */
    public List<AssociationType> create(
            ObjectKind from, ObjectKind to, String label, String name, @Nullable String inverse) {
        if (label.isBlank() || name.isBlank()) throw Refusal.validation("label and name are required");
        // No hyphen and no leading digit in a name: associations guide.
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) throw Refusal.validation("\"" + name + "\" is not a valid name");
        List<AssociationType> custom =
                of(from, to).stream().filter(AssociationType::custom).toList();
        if (custom.stream().anyMatch(type -> type.name().equals(name))) {
            throw Refusal.of(409, "CONFLICT", "An association label named " + name + " already exists");
        }
        if (custom.size() >= MOST_LABELS_PER_PAIR) throw Refusal.validation("the pair has 10 labels already");
        int id = nextCustom++;
        int back = inverse == null ? id : nextCustom++;
        AssociationType there = new AssociationType(id, from, to, label, name, true, false, back);
        AssociationType here =
                new AssociationType(back, to, from, inverse == null ? label : inverse, name, true, false, id);
        types.add(there);
        if (inverse == null && from == to) return List.of(there);
        types.add(here);
        return List.of(there, here);
    }

    /** The label between contacts that OneFunnel's provisioning makes. */
    public void provideReferral(boolean present) {
        Optional<AssociationType> held = of(CONTACTS, CONTACTS).stream()
                .filter(type -> type.name().equals("onefunnel_referred_by"))
                .findFirst();
        if (present && held.isEmpty()) {
            create(CONTACTS, CONTACTS, "Referred by", "onefunnel_referred_by", "Referred");
        }
        if (!present) held.ifPresent(type -> remove(CONTACTS, CONTACTS, type.id()));
    }

    public void rename(ObjectKind from, ObjectKind to, int id, String label) {
        AssociationType type = custom(from, to, id);
        types.set(
                types.indexOf(type),
                new AssociationType(id, from, to, label, type.name(), true, false, type.inverse()));
    }

    public void remove(ObjectKind from, ObjectKind to, int id) {
        AssociationType type = custom(from, to, id);
        types.remove(type);
        find(to, from, type.inverse()).ifPresent(types::remove);
    }

    private AssociationType custom(ObjectKind from, ObjectKind to, int id) {
        return find(from, to, id)
                .filter(AssociationType::custom)
                .orElseThrow(() -> Refusal.validation(id + " is not a label of this pair"));
    }

    private void primaryOfLead(int id, ObjectKind to) {
        pair(LEADS, to, id, id - 1, "Primary", true);
    }

    private void pair(ObjectKind from, ObjectKind to, int id, int back, @Nullable String label, boolean primary) {
        String name = from.singular() + "_to_" + to.singular() + (primary ? "_primary" : "");
        types.add(new AssociationType(id, from, to, label, name, false, primary, back));
        if (id == back) return;
        String inverse = to.singular() + "_to_" + from.singular() + (primary ? "_primary" : "");
        types.add(new AssociationType(back, to, from, label, inverse, false, primary, id));
    }
}
