package io.onefunnel.sandbox.hubspot.objects;

import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Refusal.InvalidProperty;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validation rules that an admin laid on an object type and that bind API writes from 2026-09 on (changelog, "CRM API write validation enforcement"):
 * {@code type.property} must not be blank after a write, {@code type.property@other=value} only while the other
 * property has that value. They refuse writes of properties that have nothing to do with them.
 */
final class AdminRules {
    /** One rule as a setting spells it. */
    private record Rule(ObjectKind kind, String property, String other, String value) {
        static Optional<Rule> of(String text) {
            String[] sides = text.split("@", 2);
            int dot = sides[0].indexOf('.');
            if (dot < 0) return Optional.empty();
            String[] condition = sides.length == 1 ? new String[] {"", ""} : sides[1].split("=", 2);
            return ObjectKind.named(sides[0].substring(0, dot))
                    .map(kind -> new Rule(kind, sides[0].substring(dot + 1), condition[0], condition[1]));
        }
    }

    private final PortalSettings settings;

    AdminRules(PortalSettings settings) {
        this.settings = settings;
    }

    /** Refuses values after which the object would break a rule; {@code before} is null for a new one. */
    void check(Request request, ObjectTable table, @Nullable CrmObject before, Map<String, String> kept) {
        if (!request.isAtLeast("2026-09")) return;
        check(settings.list("validationRequires"), table, before, kept);
        if (before == null) check(settings.list("createRequires"), table, null, kept);
    }

    /** Whether a rule costs its own row only, rather than the whole batch. */
    boolean spareOtherRows() {
        return settings.text("validationAnswer").equals("rows");
    }

    private static void check(
            List<String> rules, ObjectTable table, @Nullable CrmObject before, Map<String, String> kept) {
        for (String text : rules) {
            Optional<Rule> rule = Rule.of(text).filter(each -> each.kind() == table.kind());
            if (rule.isEmpty()) continue;
            String other = rule.get().other();
            boolean applies = other.isEmpty()
                    || after(table, before, kept, other).equals(rule.get().value());
            if (!applies) continue;
            String property = rule.get().property();
            if (!after(table, before, kept, property).isEmpty()) continue;
            throw Refusal.invalidProperties(
                    List.of(new InvalidProperty(property, "REQUIRED_FIELD", property + " is required")));
        }
    }

    private static String after(
            ObjectTable table, @Nullable CrmObject before, Map<String, String> kept, String property) {
        String held = before == null ? null : table.value(before, property);
        return kept.getOrDefault(property, held == null ? "" : held);
    }
}
