package io.onefunnel.salesforce.merge;

import com.sforce.soap.partner.ChildRelationship;
import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.FieldType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object that can be merged, and what hangs on it, as our user may see and change them.
 *
 * @param children every reference to it that can be read, of whatever object
 * @param kept objects whose references nobody can set: what of them a merge moves stays where it is
 */
record MergeableType(DescribeSObjectResult object, List<Child> children, List<String> kept) {
    /** What can be done for a child that a merge took along. */
    enum Way {
        /** Its reference is set back. */
        MOVE,
        /** Its reference is set at creation only: it is made anew, and the one that moved is deleted. */
        MAKE_ANEW
    }

    /**
     * One reference of a child object.
     *
     * @param columns what has to be known of a child: its id and the reference; all that can be created of what is made
     *     anew
     * @param key the other references that are set at creation only: with the same ones a child is the same to its parent
     */
    record Child(DescribeSObjectResult object, String reference, Way way, List<String> columns, List<String> key) {
        String type() {
            return object.getName();
        }

        boolean hasBin() {
            return Arrays.stream(object.getFields())
                    .anyMatch(field -> field.getName().equals("IsDeleted"));
        }

        /** What a child made anew cannot have, because the org alone sets it. */
        List<String> lost() {
            return Arrays.stream(object.getFields())
                    .filter(field -> !field.isCreateable() && !field.isUpdateable() && !field.isCalculated())
                    // Only repeats what another reference says.
                    .filter(field -> field.getType() != FieldType.reference)
                    .map(Field::getName)
                    .filter(name -> !BUILT_IN.contains(name))
                    .toList();
        }
    }

    private static final Set<String> BUILT_IN = Set.of(
            "Id",
            "IsDeleted",
            "CreatedDate",
            "CreatedById",
            "LastModifiedDate",
            "LastModifiedById",
            "SystemModstamp",
            "MasterRecordId");
    // What the platform keeps by itself; a row of these is neither moved nor made by anybody.
    private static final List<String> KEPT_BY_THE_PLATFORM =
            List.of("History", "Feed", "Share", "ChangeEvent", "Tag", "OwnerSharingRule");
    // Several fields in one, or a file: neither can be had by a query of many rows.
    private static final Set<FieldType> NOT_IN_A_ROW = Set.of(FieldType.address, FieldType.location, FieldType.base64);

    static MergeableType of(DescribeSObjectResult object, Map<String, DescribeSObjectResult> others) {
        Map<String, Child> children = new LinkedHashMap<>();
        Set<String> kept = new TreeSet<>();
        for (ChildRelationship each : object.getChildRelationships()) {
            DescribeSObjectResult other = others.get(each.getChildSObject());
            if (other == null || !other.isQueryable() || each.isDeprecatedAndHidden()) continue;
            Optional<Child> child = child(other, each.getField());
            if (child.isPresent()) {
                children.put(other.getName() + "." + each.getField(), child.get());
            } else if (field(other, each.getField()).isPresent()) {
                kept.add(other.getName());
            }
        }
        children.values().forEach(child -> kept.remove(child.type()));
        // A relation of a task comes back with the task: what can be moved goes first.
        List<Child> ordered = children.values().stream()
                .sorted(Comparator.comparing(Child::way))
                .toList();
        return new MergeableType(object, ordered, List.copyOf(kept));
    }

    String name() {
        return object.getName();
    }

    Optional<Child> child(String type, String reference) {
        return children.stream()
                .filter(child -> child.type().equals(type) && child.reference().equals(reference))
                .findFirst();
    }

    /** All fields of a record that can be read in a row. */
    List<String> columns() {
        return Arrays.stream(object.getFields())
                .filter(field -> !NOT_IN_A_ROW.contains(field.getType()))
                .map(Field::getName)
                .toList();
    }

    Optional<Field> field(String name) {
        return field(object, name);
    }

    static Optional<Field> field(DescribeSObjectResult object, String name) {
        return Arrays.stream(object.getFields())
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    private static Optional<Child> child(DescribeSObjectResult other, String reference) {
        Field field = field(other, reference).orElse(null);
        // A reference that our user does not see cannot be asked for.
        if (field == null || !field.isFilterable()) return Optional.empty();
        // A user signs in: it is neither made anew nor given to somebody else.
        if (other.getName().equals("User")) return Optional.empty();
        if (KEPT_BY_THE_PLATFORM.stream().anyMatch(other.getName()::endsWith)) return Optional.empty();
        if (field.isUpdateable()) {
            return Optional.of(new Child(other, reference, Way.MOVE, List.of("Id", reference), List.of()));
        }
        boolean makeable = other.isCreateable() && field.isCreateable() && !holdsFile(other);
        return makeable
                ? Optional.of(
                        new Child(other, reference, Way.MAKE_ANEW, createable(other, reference), key(other, reference)))
                : Optional.empty();
    }

    private static boolean holdsFile(DescribeSObjectResult object) {
        return Arrays.stream(object.getFields())
                .anyMatch(field -> field.getType() == FieldType.base64 && field.isCreateable());
    }

    private static List<String> createable(DescribeSObjectResult object, String reference) {
        Set<String> columns = new LinkedHashSet<>(List.of("Id", reference));
        Arrays.stream(object.getFields())
                .filter(field -> field.isCreateable() && !NOT_IN_A_ROW.contains(field.getType()))
                .map(Field::getName)
                .forEach(columns::add);
        return List.copyOf(columns);
    }

    private static List<String> key(DescribeSObjectResult object, String reference) {
        return Arrays.stream(object.getFields())
                .filter(field -> field.getType() == FieldType.reference
                        && field.isCreateable()
                        && !field.isUpdateable()
                        && !field.isNillable()
                        && !field.getName().equals(reference))
                .map(Field::getName)
                .toList();
    }
}
