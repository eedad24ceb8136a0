package io.onefunnel.sandbox.marketo;

import java.util.List;
import java.util.Set;

/** The four record types that a native CRM sync switches off, each with its key and its fields. */
enum ObjectKind {
    OPPORTUNITY(
            "opportunity",
            "marketoGUID",
            List.of("externalOpportunityId"),
            Set.of(
                    "name",
                    "description",
                    "type",
                    "stage",
                    "amount",
                    "source",
                    "externalCreatedDate",
                    "closeDate",
                    "probability",
                    "expectedRevenue",
                    "isClosed",
                    "isWon",
                    "externalCompanyId",
                    "externalSalesPersonId")),
    OPPORTUNITY_ROLE(
            "opportunityRole",
            "marketoGUID",
            List.of("externalOpportunityId", "leadId", "role"),
            Set.of("isPrimary", "externalCreatedDate")),
    COMPANY(
            "company",
            "id",
            List.of("externalCompanyId"),
            Set.of(
                    "company",
                    "annualRevenue",
                    "industry",
                    "website",
                    "numberOfEmployees",
                    "billingCountry",
                    "billingCity",
                    "billingState",
                    "mainPhone",
                    "sicCode",
                    "externalSalesPersonId")),
    SALES_PERSON(
            "salesPerson",
            "id",
            List.of("externalSalesPersonId"),
            Set.of("email", "firstName", "lastName", "phone", "title"));

    private final String singular;
    private final String idField;
    private final List<String> dedupeFields;
    private final Set<String> updateable;

    ObjectKind(String singular, String idField, List<String> dedupeFields, Set<String> updateable) {
        this.singular = singular;
        this.idField = idField;
        this.dedupeFields = dedupeFields;
        this.updateable = updateable;
    }

    String singular() {
        return singular;
    }

    String idField() {
        return idField;
    }

    List<String> dedupeFields() {
        return dedupeFields;
    }

    Set<String> updateable() {
        return updateable;
    }

    boolean has(String field) {
        return field.equals(idField) || dedupeFields.contains(field) || updateable.contains(field);
    }
}
