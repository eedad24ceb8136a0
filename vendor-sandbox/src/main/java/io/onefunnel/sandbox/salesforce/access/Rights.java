package io.onefunnel.sandbox.salesforce.access;

import io.onefunnel.sandbox.salesforce.org.Changed;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rights of one user. A new user has every one but hard deletes and the editing of converted leads; a test or the
 * demo takes them away. Names are found whatever their case.
 */
public final class Rights {
    private final Changed changed;
    private final Map<String, EnumSet<Right>> denied = new HashMap<>();
    private final Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> frozen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> viewAll = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final EnumSet<Permission> lacking =
            EnumSet.of(Permission.BULK_API_HARD_DELETE, Permission.EDIT_CONVERTED_LEADS);

    Rights(Changed changed) {
        this.changed = changed;
    }

    /** What a user lacks, for showing. */
    public record Shown(
            Map<String, Set<Right>> denied, List<String> hidden, List<String> frozen, Set<Permission> lacking) {}

    /** Takes rights on an object away; without READ nothing else is left. */
    public Rights deny(String object, Right... rights) {
        return change(() -> denied.computeIfAbsent(key(object), name -> EnumSet.noneOf(Right.class))
                .addAll(Arrays.asList(rights)));
    }

    public Rights allow(String object, Right... rights) {
        return change(() ->
                denied.getOrDefault(key(object), EnumSet.noneOf(Right.class)).removeAll(Arrays.asList(rights)));
    }

    /** Makes "Lead.Email" absent: field-level security hides, it does not refuse. */
    public Rights hide(String... fields) {
        return change(() -> hidden.addAll(Arrays.asList(fields)));
    }

    public Rights show(String... fields) {
        return change(() -> Arrays.asList(fields).forEach(hidden::remove));
    }

    /** Makes "Lead.City" visible but not editable. */
    public Rights freeze(String... fields) {
        return change(() -> frozen.addAll(Arrays.asList(fields)));
    }

    public Rights unfreeze(String... fields) {
        return change(() -> Arrays.asList(fields).forEach(frozen::remove));
    }

    /** Grants "View All" on objects, which shows every record of them even without "View All Data". */
    public Rights viewAll(String... objects) {
        return change(() -> viewAll.addAll(Arrays.asList(objects)));
    }

    public synchronized boolean viewsAll(ObjectType type) {
        return has(Permission.VIEW_ALL_DATA) || viewAll.contains(type.name());
    }

    public Rights lack(Permission... permissions) {
        return change(() -> lacking.addAll(Arrays.asList(permissions)));
    }

    public Rights grant(Permission... permissions) {
        return change(() -> lacking.removeAll(Arrays.asList(permissions)));
    }

    /** Who is told of a change takes locks of its own: it is told outside of ours. */
    private Rights change(Runnable step) {
        synchronized (this) {
            step.run();
        }
        changed.now();
        return this;
    }

    public synchronized boolean may(Right right, ObjectType type) {
        EnumSet<Right> without = denied.get(key(type.name()));
        return without == null || !without.contains(Right.READ) && !without.contains(right);
    }

    public synchronized boolean sees(ObjectType type, Field field) {
        return hidden.isEmpty() || !hidden.contains(type.name() + "." + field.name());
    }

    public synchronized boolean edits(ObjectType type, Field field) {
        return frozen.isEmpty() || !frozen.contains(type.name() + "." + field.name());
    }

    public synchronized boolean has(Permission permission) {
        return !lacking.contains(permission);
    }

    /** When what the user sees last changed. */
    public Instant changedAt() {
        return changed.at();
    }

    public synchronized Shown shown() {
        Map<String, Set<Right>> objects = new TreeMap<>();
        denied.forEach((object, rights) -> {
            if (!rights.isEmpty()) objects.put(object, EnumSet.copyOf(rights));
        });
        return new Shown(objects, List.copyOf(hidden), List.copyOf(frozen), EnumSet.copyOf(lacking));
    }

    private static String key(String object) {
        return object.toLowerCase(Locale.ROOT);
    }
}
