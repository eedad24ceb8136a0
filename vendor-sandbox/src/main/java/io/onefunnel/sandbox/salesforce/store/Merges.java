package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merging: losers go to the bin and point to their master; what hung on them hangs on the master. */
public final class Merges {
    private final OrgStore store;
    private final Records records;

    public Merges(OrgStore store, Records records) {
        this.store = store;
        this.records = records;
    }

    /** Applies a merge that was found valid; returns the ids of the re-parented children. */
    public List<String> merge(
            ObjectType type, Row master, List<Row> losers, Map<Field, @Nullable String> winning, String user) {
        records.update(type, master, winning, user);
        List<String> moved = new ArrayList<>();
        for (Row loser : losers) {
            if (type.name().equals("Account")) mergePeople(master, loser, moved, user);
            for (Records.Reference child : records.referencesTo(loser)) moved.addAll(reparent(child, master, user));
            type.field("MasterRecordId").ifPresent(field -> store.table(type).set(loser, field, master.id()));
            records.markDeleted(type, loser, user);
            if (type.name().equals("Lead")) {
                records.histories().happened(type, master, "leadMerged", user, store.second());
            }
        }
        return moved;
    }

    /** The contacts that two persons' accounts have of their own become one, as their accounts do. */
    private void mergePeople(Row master, Row loser, List<String> moved, String user) {
        Row kept = records.personContact(master).orElse(null);
        Row gone = records.personContact(loser).orElse(null);
        if (kept == null || gone == null) return;
        moved.addAll(merge(store.table("Contact").type(), kept, List.of(gone), Map.of(), user));
    }

    private List<String> reparent(Records.Reference child, Row master, String user) {
        if (child.row().id().equals(master.id())) {
            // The master itself pointed to the loser (a parent account, a superior): it cannot point to itself.
            store.table(child.type()).set(child.row(), child.field(), null);
            return List.of();
        }
        if (overlaps(child, master)) {
            records.markDeleted(child.type(), child.row(), user);
            return List.of();
        }
        if (child.type().name().equals("OpportunityContactRole")) yieldPrimary(child, master);
        store.table(child.type()).set(child.row(), child.field(), master.id());
        if (child.type().name().equals("CampaignMember")) {
            store.table(child.type()).set(child.row(), store.field("CampaignMember", "LeadOrContactId"), master.id());
        }
        records.touch(child.type(), child.row(), user, store.second());
        return List.of(child.row().id());
    }

    /**
     * A person is a member of a campaign once, and has one role of a kind in an opportunity: what the master has
     * already goes from the loser. Which of two members survives is nowhere documented; here it is the master's.
     */
    private boolean overlaps(Records.Reference child, Row master) {
        return switch (child.type().name()) {
            case "CampaignMember" -> sharesWith(child, master, "CampaignId");
            case "OpportunityContactRole" -> sharesWith(child, master, "OpportunityId", "Role");
            default -> false;
        };
    }

    private boolean sharesWith(Records.Reference child, Row master, String... fields) {
        return ofMaster(child, master)
                .anyMatch(other -> Arrays.stream(fields)
                        .map(name -> store.field(child.type().name(), name))
                        .allMatch(field ->
                                Objects.equals(other.value(field), child.row().value(field))));
    }

    /** An opportunity has one primary contact role. */
    private void yieldPrimary(Records.Reference role, Row master) {
        Field opportunity = store.field("OpportunityContactRole", "OpportunityId");
        Field primary = store.field("OpportunityContactRole", "IsPrimary");
        boolean taken = ofMaster(role, master)
                .anyMatch(other ->
                        Objects.equals(other.value(opportunity), role.row().value(opportunity))
                                && "true".equals(other.value(primary)));
        if (taken) store.table(role.type()).set(role.row(), primary, "false");
    }

    private Stream<Row> ofMaster(Records.Reference child, Row master) {
        return store.table(child.type()).holding(child.field(), master.id()).stream()
                .filter(other -> !other.isDeleted());
    }

    /** Whether the master would come to stand above itself in the accounts' or the contacts' hierarchy. */
    public boolean wouldLoop(ObjectType type, Row master, List<Row> losers, Map<Field, @Nullable String> winning) {
        Field superior =
                type.field("ParentId").or(() -> type.field("ReportsToId")).orElse(null);
        if (superior == null) return false;
        Set<String> merged = new HashSet<>();
        merged.add(master.id());
        losers.forEach(loser -> merged.add(loser.id()));
        Set<String> seen = new HashSet<>();
        String above = winning.containsKey(superior) ? winning.get(superior) : master.value(superior);
        while (above != null && seen.add(above)) {
            if (merged.contains(above)) return true;
            above = store.row(above).map(row -> row.value(superior)).orElse(null);
        }
        return false;
    }

    /** The active portal users of these contacts. */
    public List<Row> portalUsers(List<Row> contacts) {
        Field contact = store.field("User", "ContactId");
        Field active = store.field("User", "IsActive");
        return contacts.stream()
                .flatMap(row -> store.table("User").holding(contact, row.id()).stream())
                .filter(user -> "true".equals(user.value(active)))
                .toList();
    }

    public void deactivate(Row user, String by) {
        records.update(store.table("User").type(), user, Map.of(store.field("User", "IsActive"), "false"), by);
    }
}
