package io.onefunnel.salesforce.check;

import io.onefunnel.model.Mapping;
import io.onefunnel.salesforce.client.DescribedObject;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.util.List;
import java.util.Optional;

/** Whether our user sees what is mapped and may edit what is to be written; told by object, not by field. */
final class FieldRights implements ConnectionCheck.Part {
    private static final String OURS = "OneFunnel_";
    private static final String GRANT = "assign the permission set OneFunnel_Integration to the integration user";
    private static final String DEPLOY = "deploy the OneFunnel package (salesforce-adapter/crm-package) and " + GRANT;

    private final Mapping mapping;
    private final OrgAccess reading;
    private final OrgAccess writing;

    FieldRights(Mapping mapping, OrgAccess reading, OrgAccess writing) {
        this.mapping = mapping;
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public void look(List<Problem> problems) {
        reading.schema().forget();
        writing.schema().forget();
        for (Mapping.Type type : mapping.types().values()) type(type, problems);
        ledgerKey(problems);
    }

    private void type(Mapping.Type type, List<Problem> problems) {
        if (reading.schema().described(type.name()).isEmpty()) {
            problems.add(new Problem(
                    Severity.LIMITS,
                    AdapterErrorCode.PERMISSION_MISSING,
                    "the integration user may not see " + type.name(),
                    "grant Read and View All on " + type.name() + ", or take it out of the mapping"));
            return;
        }
        hidden(type, List.copyOf(reading.schema().mapped(type).hidden()), problems);
        writing.schema().described(type.name()).ifPresent(described -> frozen(type, described, problems));
    }

    private static void hidden(Mapping.Type type, List<String> hidden, List<Problem> problems) {
        if (hidden.isEmpty()) return;
        boolean ours = hidden.stream().anyMatch(name -> name.startsWith(OURS));
        boolean others = hidden.stream().anyMatch(name -> !name.startsWith(OURS));
        String remedy = ours && others
                ? DEPLOY + "; create the others, or grant Read on them, or take them out of the mapping"
                : ours ? DEPLOY : "create them, or grant Read on them, or take them out of the mapping";
        problems.add(new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FIELD_NOT_READABLE,
                count(hidden) + " of " + type.name() + (hidden.size() == 1 ? " is" : " are")
                        + " not there, or not visible to the integration user: " + String.join(", ", hidden),
                remedy));
    }

    private static void frozen(Mapping.Type type, DescribedObject described, List<Problem> problems) {
        List<DescribedObject.Attribute> written = type.writes().stream()
                .map(type::nameOf)
                .flatMap(Optional::stream)
                .distinct()
                .flatMap(name -> described.attribute(name).stream())
                .toList();
        List<String> frozen = written.stream()
                .filter(attribute -> !attribute.updateable())
                .map(DescribedObject.Attribute::name)
                .sorted()
                .toList();
        // Without Edit on the object no field of it can be edited: that is one problem, and said as such.
        if (frozen.isEmpty() || frozen.size() == written.size() && written.size() > 1) return;
        problems.add(new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                count(frozen) + " of " + type.name() + " cannot be edited by the integration user: "
                        + String.join(", ", frozen),
                GRANT));
    }

    private void ledgerKey(List<Problem> problems) {
        Optional<DescribedObject> task = writing.schema().described(OrgSchema.TASK);
        if (task.isEmpty()) return;
        boolean there = task.get()
                .attribute(OrgSchema.TASK_LEDGER_KEY)
                .map(DescribedObject.Attribute::createable)
                .orElse(false);
        if (there) return;
        problems.add(new Problem(
                Severity.LIMITS,
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "Task." + OrgSchema.TASK_LEDGER_KEY + " cannot be written: no tasks can be created",
                DEPLOY));
    }

    private static String count(List<String> fields) {
        return fields.size() == 1 ? "a field" : fields.size() + " fields";
    }
}
