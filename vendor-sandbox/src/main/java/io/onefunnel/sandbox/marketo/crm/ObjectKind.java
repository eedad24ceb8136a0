package io.onefunnel.sandbox.marketo.crm;

import java.util.List;

/** A record type kept beside leads: its key, and whether a native CRM sync takes it over. */
public enum ObjectKind {
    OPPORTUNITY("opportunity", "opportunities", "marketoGUID", List.of("externalOpportunityId"), true),
    OPPORTUNITY_ROLE(
            "opportunityRole",
            "opportunities/roles",
            "marketoGUID",
            List.of("externalOpportunityId", "leadId", "role"),
            true),
    COMPANY("company", "companies", "id", List.of("externalCompanyId"), true),
    SALES_PERSON("salesPerson", "salespersons", "id", List.of("externalSalesPersonId"), true),
    NAMED_ACCOUNT("namedAccount", "namedaccounts", "marketoGUID", List.of("name"), false);

    private final String singular;
    private final String path;
    private final String idField;
    private final List<String> dedupeFields;
    private final boolean ofCrm;

    ObjectKind(String singular, String path, String idField, List<String> dedupeFields, boolean ofCrm) {
        this.singular = singular;
        this.path = path;
        this.idField = idField;
        this.dedupeFields = dedupeFields;
        this.ofCrm = ofCrm;
    }

    public String singular() {
        return singular;
    }

    public String path() {
        return path;
    }

    String idField() {
        return idField;
    }

    List<String> dedupeFields() {
        return dedupeFields;
    }

    /** Whether the native CRM sync owns these records while it is on. */
    boolean ofCrm() {
        return ofCrm;
    }
}
