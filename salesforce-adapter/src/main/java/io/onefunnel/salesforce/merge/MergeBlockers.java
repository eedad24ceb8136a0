package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import com.sforce.soap.partner.PicklistEntry;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.salesforce.write.SObjectBuilder;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why the org would refuse a merge, found out before it is asked. */
final class MergeBlockers {
    private static final String LEAD = "Lead";
    private static final String CONTACT = "Contact";
    private static final String USER = "User";
    private static final int MOST_LEVELS = 50;

    private final WriteContext context;
    private final MergeableTypes types;
    private final LeadConversion conversion;

    MergeBlockers(WriteContext context, MergeableTypes types) {
        this.context = context;
        this.types = types;
        this.conversion = new LeadConversion(context);
    }

    List<String> of(Merge merge) {
        List<SourceRef> all =
                Stream.concat(Stream.of(merge.on()), merge.losers().stream()).toList();
        Map<SourceRef, Change> held = context.records().byRef(all);
        List<String> blockers = new ArrayList<>();
        for (SourceRef ref : all) record(ref, merge, held, blockers);
        // The rest asks about records that are there and of one type.
        if (!blockers.isEmpty()) return blockers;
        MergeableType type = types.of(typeName(merge.on()).orElseThrow());
        rights(type, blockers);
        survivor(type, merge, blockers);
        portalUsers(type, merge, blockers);
        cycle(type, merge, blockers);
        return blockers;
    }

    private void record(SourceRef ref, Merge merge, Map<SourceRef, Change> held, List<String> blockers) {
        // Merged by an attempt that was cut off: repeating it completes the rest.
        boolean done = held.get(ref) instanceof Change.MergedInto merged
                && merged.survivor().equals(merge.on());
        if (done) return;
        Optional<MappedType> type = context.schema().typeOf(ref.kind(), ref.id());
        if (!(held.get(ref) instanceof Change.Present present)) {
            blockers.add(ref.id() + " is deleted or was merged into another record.");
        } else if (type.isEmpty() || !type.get().described().mergeable()) {
            blockers.add("Salesforce does not merge records such as " + ref.id() + ".");
        } else if (!RecordIds.prefix(ref.id())
                .equals(RecordIds.prefix(merge.on().id()))) {
            blockers.add(ofTwoTypes(merge.on(), ref, held));
        } else if (present.links().containsKey(LinkRole.CONVERTED_TO)) {
            blockers.add("Lead " + ref.id() + " is converted; Salesforce does not merge converted leads.");
        }
    }

    private String ofTwoTypes(SourceRef survivor, SourceRef loser, Map<SourceRef, Change> held) {
        boolean convertible = Set.of(
                        typeName(survivor).orElse(""), typeName(loser).orElse(""))
                .equals(Set.of(LEAD, CONTACT));
        if (!convertible) return survivor.id() + " and " + loser.id() + " are of two types and cannot be merged.";
        boolean loserIsLead = typeName(loser).orElse("").equals(LEAD);
        SourceRef lead = loserIsLead ? loser : survivor;
        SourceRef contact = loserIsLead ? survivor : loser;
        String account = held.get(contact) instanceof Change.Present present
                ? present.links().getOrDefault(LinkRole.ACCOUNT, List.of()).stream()
                        .findFirst()
                        .orElse("")
                : "";
        return conversion.proposal(lead.id(), contact.id(), account);
    }

    /** Edit on the survivor, delete on the losers: merge(), SOAP API guide. */
    private static void rights(MergeableType type, List<String> blockers) {
        if (!type.object().isUpdateable()) blockers.add(missing("edit", type.name()));
        if (!type.object().isDeletable()) blockers.add(missing("delete", type.name()));
    }

    private static String missing(String right, String type) {
        return "The integration user may not " + right + " " + type + " records, which a merge needs: grant "
                + (right.equals("edit") ? "Edit" : "Delete") + " on " + type + ".";
    }

    /** What the org would refuse of an update of the survivor: a merge is one. */
    private void survivor(MergeableType type, Merge merge, List<String> blockers) {
        SObjectBuilder.Draft draft = new SObjectBuilder(context.schema()).setting(merge.on(), merge.winning());
        draft.refusal()
                .ifPresent(
                        refusal -> blockers.add("The winning values cannot be set: " + refusal.vendorMessage() + "."));
        SObject wanted = draft.record().orElseGet(() -> new SObject(type.name()));
        for (Field field : type.object().getFields()) {
            Object value = wanted.getField(field.getName());
            if (value != null) unfit(type, field, value.toString()).ifPresent(blockers::add);
        }
        List<String> columns = new ArrayList<>(List.of("Id"));
        required(type).forEach(columns::add);
        boolean owned = type.field("OwnerId").isPresent();
        if (owned) columns.add("OwnerId");
        List<SObject> rows = context.rows(
                "read " + type.name(),
                Soql.byId(columns, type.name(), List.of(merge.on().id())));
        if (rows.isEmpty()) return;
        SObject row = rows.get(0);
        for (String name : required(type)) {
            if (row.getField(name) != null || wanted.getField(name) != null) continue;
            blockers.add(type.name() + "." + name + " is required and empty on "
                    + merge.on().id() + ": fill it in first.");
        }
        if (owned) owner(String.valueOf(row.getField("OwnerId")), merge.on(), blockers);
    }

    private static List<String> required(MergeableType type) {
        return Arrays.stream(type.object().getFields())
                .filter(field -> !field.isNillable()
                        && field.isUpdateable()
                        && !field.isDefaultedOnCreate()
                        && field.getType() != FieldType._boolean)
                .map(Field::getName)
                .toList();
    }

    private static Optional<String> unfit(MergeableType type, Field field, String value) {
        String name = type.name() + "." + field.getName();
        if (field.getLength() > 0 && value.length() > field.getLength()) {
            return Optional.of(
                    "The winning value of " + name + " is longer than its " + field.getLength() + " characters.");
        }
        boolean unlisted = field.isRestrictedPicklist()
                && field.getType() == FieldType.picklist
                && Arrays.stream(field.getPicklistValues())
                        .filter(PicklistEntry::isActive)
                        .noneMatch(entry -> entry.getValue().equals(value));
        return unlisted
                ? Optional.of("The winning value of " + name + " is not in its restricted picklist.")
                : Optional.empty();
    }

    private void owner(String owner, SourceRef survivor, List<String> blockers) {
        if (RecordIds.prefix(owner).equals(RecordIds.QUEUE_PREFIX)) return;
        List<SObject> users = context.rows("read User", Soql.byId(List.of("Id", "IsActive"), USER, List.of(owner)));
        boolean inactive =
                !users.isEmpty() && "false".equals(String.valueOf(users.get(0).getField("IsActive")));
        if (inactive) {
            blockers.add("The owner of " + survivor.id() + ", user " + owner
                    + ", is inactive: give the record to an active owner first.");
        }
    }

    /** Merging a contact away that a portal user signs in with needs a choice that only a person can make. */
    private void portalUsers(MergeableType type, Merge merge, List<String> blockers) {
        if (!type.name().equals(CONTACT)) return;
        boolean tells = type.children().stream()
                .anyMatch(
                        child -> child.type().equals(USER) && child.reference().equals("ContactId"));
        boolean known = tells || type.kept().contains(USER);
        if (!known) return;
        List<String> losers = merge.losers().stream().map(SourceRef::id).toList();
        for (SObject user :
                context.rows("read User", Soql.pointing(List.of("Id", "ContactId"), USER, "ContactId", losers))) {
            blockers.add("Contact " + RecordIds.to18(String.valueOf(user.getField("ContactId")))
                    + " has a portal user: merge it in Salesforce, where one chooses which user stays.");
        }
    }

    /** A loser above the survivor would make it its own ancestor. */
    private void cycle(MergeableType type, Merge merge, List<String> blockers) {
        String reference = type.name().equals(CONTACT) ? "ReportsToId" : "ParentId";
        boolean hierarchical = type.field(reference)
                .map(field -> Arrays.asList(field.getReferenceTo()).contains(type.name()))
                .orElse(false);
        if (!hierarchical) return;
        Set<String> losers = new HashSet<>();
        merge.losers().forEach(loser -> losers.add(loser.id()));
        Set<String> seen = new HashSet<>();
        String at = merge.on().id();
        for (int level = 0; level < MOST_LEVELS && seen.add(at); level++) {
            Optional<String> above = above(type, reference, at);
            if (above.isEmpty()) return;
            at = above.get();
            if (!losers.contains(at)) continue;
            blockers.add(type.name() + " " + at + " stands above " + merge.on().id() + " by " + reference
                    + ": merged they would make a cycle. Change " + reference + " first, or let " + at
                    + " be the survivor.");
            return;
        }
    }

    private Optional<String> above(MergeableType type, String reference, String id) {
        return context
                .rows("read " + type.name(), Soql.byId(List.of("Id", reference), type.name(), List.of(id)))
                .stream()
                .map(row -> row.getField(reference))
                .filter(Objects::nonNull)
                .map(above -> RecordIds.to18(above.toString()))
                .findFirst();
    }

    private Optional<String> typeName(SourceRef ref) {
        return context.schema().typeOf(ref.kind(), ref.id()).map(MappedType::name);
    }
}
