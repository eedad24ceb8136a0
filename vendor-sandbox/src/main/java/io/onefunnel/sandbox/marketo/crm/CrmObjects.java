package io.onefunnel.sandbox.marketo.crm;

import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records beside the leads, and how they hold together with each other and with leads. Guarded by its owner. */
public final class CrmObjects {
    // That API-made opportunities leave these activities as synced ones do is a guess; the setting turns them off.
    private static final int ADD_TO_OPPORTUNITY = 34;
    private static final int REMOVE_FROM_OPPORTUNITY = 35;
    private static final int UPDATE_OPPORTUNITY = 36;

    private final LeadDatabase database;
    private final InstanceSettings settings;
    private final WriteAudit audit;
    private final Faults faults;
    private final Map<ObjectKind, Map<String, CrmObject>> byKey = new EnumMap<>(ObjectKind.class);
    private final Map<ObjectKind, FieldSchema> schemas = new EnumMap<>(ObjectKind.class);

    public CrmObjects(LeadDatabase database, InstanceSettings settings, WriteAudit audit, Faults faults) {
        this.database = database;
        this.settings = settings;
        this.audit = audit;
        this.faults = faults;
        for (ObjectKind kind : ObjectKind.values()) {
            byKey.put(kind, new LinkedHashMap<>());
            schemas.put(kind, new FieldSchema(FieldSchema.listed("object-fields.txt", kind.singular()), 0));
        }
    }

    LeadDatabase database() {
        return database;
    }

    InstanceSettings settings() {
        return settings;
    }

    WriteAudit audit() {
        return audit;
    }

    Faults faults() {
        return faults;
    }

    Map<String, CrmObject> records(ObjectKind kind) {
        return Objects.requireNonNull(byKey.get(kind));
    }

    public FieldSchema schema(ObjectKind kind) {
        return Objects.requireNonNull(schemas.get(kind));
    }

    Optional<CrmObject> find(ObjectKind kind, String key) {
        return Optional.ofNullable(records(kind).get(key));
    }

    /** @throws SkippedRow when the record points at one that is not there */
    void checkReferences(ObjectKind kind, Map<String, String> sent) {
        String salesPerson = sent.getOrDefault("externalSalesPersonId", "");
        boolean pointsAtSales = kind != ObjectKind.SALES_PERSON && !salesPerson.isEmpty();
        if (pointsAtSales && find(ObjectKind.SALES_PERSON, salesPerson).isEmpty()) {
            throw new SkippedRow("718", "ExternalSalesPersonID '" + salesPerson + "' not found");
        }
        if (kind != ObjectKind.OPPORTUNITY_ROLE) return;
        // "Both the lead and the opportunity must exist": "Opportunity Roles", "Create and Update".
        if (database.leads().by("id", sent.getOrDefault("leadId", "")).isEmpty()) {
            throw new SkippedRow("1004", "Lead not found");
        }
        if (find(ObjectKind.OPPORTUNITY, sent.getOrDefault("externalOpportunityId", ""))
                .isEmpty()) {
            throw new SkippedRow("1013", "Opportunity not found");
        }
    }

    /** @throws SkippedRow 1022 for a sales person whom somebody or something still belongs to */
    void checkUnused(ObjectKind kind, CrmObject record) {
        if (kind != ObjectKind.SALES_PERSON) return;
        String person = String.valueOf(record.get("externalSalesPersonId"));
        boolean used = !database.leads().by("externalSalesPersonId", person).isEmpty()
                || pointsAt(ObjectKind.OPPORTUNITY, person)
                || pointsAt(ObjectKind.COMPANY, person);
        if (used) throw new SkippedRow("1022", "Object in use");
    }

    /** What a new or changed record does to leads. */
    void changed(ObjectKind kind, CrmObject record, boolean created, Origin origin) {
        if (kind == ObjectKind.COMPANY) shareCompany(record, origin);
        if (kind == ObjectKind.OPPORTUNITY_ROLE && created) log(ADD_TO_OPPORTUNITY, record);
        if (kind == ObjectKind.OPPORTUNITY && !created) {
            rolesOf(record).forEach(role -> log(UPDATE_OPPORTUNITY, role));
        }
    }

    void deleted(ObjectKind kind, CrmObject record) {
        if (kind == ObjectKind.OPPORTUNITY_ROLE) log(REMOVE_FROM_OPPORTUNITY, record);
        if (kind != ObjectKind.OPPORTUNITY) return;
        List<CrmObject> roles = rolesOf(record);
        records(ObjectKind.OPPORTUNITY_ROLE).values().removeAll(roles);
        roles.forEach(role -> log(REMOVE_FROM_OPPORTUNITY, role));
    }

    /** A lead that has come to a company shows the company's values: company fields belong to the company. */
    public void joinCompany(Lead lead, Origin origin) {
        String company = lead.get("externalCompanyId");
        if (company == null) return;
        find(ObjectKind.COMPANY, company).ifPresent(record -> database.change(lead, companyFields(record), origin));
    }

    /** The roles of a merged lead go over to the survivor; where it has the same role, one goes. */
    public void moveRoles(int loserId, int winnerId) {
        Map<String, CrmObject> roles = records(ObjectKind.OPPORTUNITY_ROLE);
        List<String> moving = new ArrayList<>();
        roles.forEach((key, role) -> {
            if (Integer.toString(loserId).equals(role.get("leadId"))) moving.add(key);
        });
        for (String key : moving) {
            CrmObject role = Objects.requireNonNull(roles.remove(key));
            role.set(Map.of("leadId", Integer.toString(winnerId)), database.now());
            roles.putIfAbsent(role.get("externalOpportunityId") + "/" + winnerId + "/" + role.get("role"), role);
        }
    }

    private void shareCompany(CrmObject company, Origin origin) {
        String key = String.valueOf(company.get("externalCompanyId"));
        for (Lead lead : database.leads().by("externalCompanyId", key)) {
            database.change(lead, companyFields(company), origin);
        }
    }

    private Map<String, @Nullable String> companyFields(CrmObject company) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        company.all().forEach((field, value) -> {
            if (database.schema().find(field).filter(SchemaField::ofCompany).isPresent()) values.put(field, value);
        });
        return values;
    }

    private boolean pointsAt(ObjectKind kind, String salesPerson) {
        return records(kind).values().stream().anyMatch(each -> salesPerson.equals(each.get("externalSalesPersonId")));
    }

    private List<CrmObject> rolesOf(CrmObject opportunity) {
        String key = String.valueOf(opportunity.get("externalOpportunityId"));
        return records(ObjectKind.OPPORTUNITY_ROLE).values().stream()
                .filter(role -> key.equals(role.get("externalOpportunityId")))
                .toList();
    }

    private void log(int type, CrmObject role) {
        if (!settings.on("opportunityActivities")) return;
        int lead = Integer.parseInt(String.valueOf(role.get("leadId")));
        String key = String.valueOf(role.get("externalOpportunityId"));
        String name = find(ObjectKind.OPPORTUNITY, key)
                .map(opportunity -> opportunity.get("name"))
                .orElse(key);
        database.log(lead, type, database.now(), 0, name, Map.of());
    }
}
