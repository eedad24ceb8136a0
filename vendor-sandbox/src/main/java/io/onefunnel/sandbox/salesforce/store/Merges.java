package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            for (Records.Reference child : records.referencesTo(loser)) moved.addAll(reparent(child, master, user));
            type.field("MasterRecordId").ifPresent(field -> store.table(type).set(loser, field, master.id()));
            records.markDeleted(type, loser, user);
            if (type.name().equals("Lead")) {
                records.histories().tracked(type, master, "leadMerged", null, null, user, store.second());
            }
        }
        return moved;
    }

    private List<String> reparent(Records.Reference child, Row master, String user) {
        if (child.row().id().equals(master.id())) {
            // The master itself pointed to the loser (a parent account, a superior): it cannot point to itself.
            store.table(child.type()).set(child.row(), child.field(), null);
            return List.of();
        }
        if (child.type().name().equals("CampaignMember") && isMemberOfSameCampaign(child, master)) {
            // A person is a member of a campaign once; the loser's membership goes.
            records.markDeleted(child.type(), child.row(), user);
            return List.of();
        }
        store.table(child.type()).set(child.row(), child.field(), master.id());
        if (child.type().name().equals("CampaignMember")) {
            store.table(child.type()).set(child.row(), store.field("CampaignMember", "LeadOrContactId"), master.id());
        }
        records.touch(child.type(), child.row(), user, store.second());
        return List.of(child.row().id());
    }

    private boolean isMemberOfSameCampaign(Records.Reference member, Row master) {
        Field campaign = store.field("CampaignMember", "CampaignId");
        return store.table(member.type()).holding(member.field(), master.id()).stream()
                .anyMatch(other -> !other.isDeleted()
                        && Objects.equals(other.value(campaign), member.row().value(campaign)));
    }
}
