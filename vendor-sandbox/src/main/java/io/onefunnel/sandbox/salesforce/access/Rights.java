package io.onefunnel.sandbox.salesforce.access;

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
    private final EnumSet<Permission> lacking =
            EnumSet.of(Permission.BULK_API_HARD_DELETE, Permission.EDIT_CONVERTED_LEADS);

    Rights(Changed changed) {
        this.changed = changed;
    }

    /** What a user lacks, for showing. */
    public record Shown(
            Map<String, Set<Right>> denied, List<String> hidden, List<String> frozen, Set<Permission> lacking) {}

    /** Takes rights on an object away; without READ nothing else is left. */
    public synchronized Rights deny(String object, Right... rights) {
        denied.computeIfAbsent(key(object), name -> EnumSet.noneOf(Right.class)).addAll(Arrays.asList(rights));
        changed.now();
        return this;
    }

    public synchronized Rights allow(String object, Right... rights) {
        denied.getOrDefault(key(object), EnumSet.noneOf(Right.class)).removeAll(Arrays.asList(rights));
        changed.now();
        return this;
    }

    /** Makes "Lead.Email" absent: field-level security hides, it does not refuse. */
    public synchronized Rights hide(String... fields) {
        hidden.addAll(Arrays.asList(fields));
        changed.now();
        return this;
    }

    public synchronized Rights show(String... fields) {
        Arrays.asList(fields).forEach(hidden::remove);
        changed.now();
        return this;
    }

    /** Makes "Lead.City" visible but not editable. */
    public synchronized Rights freeze(String... fields) {
        frozen.addAll(Arrays.asList(fields));
        changed.now();
        return this;
    }

    public synchronized Rights unfreeze(String... fields) {
        Arrays.asList(fields).forEach(frozen::remove);
        changed.now();
        return this;
    }

    public synchronized Rights lack(Permission... permissions) {
        lacking.addAll(Arrays.asList(permissions));
        changed.now();
        return this;
    }

    public synchronized Rights grant(Permission... permissions) {
        lacking.removeAll(Arrays.asList(permissions));
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
