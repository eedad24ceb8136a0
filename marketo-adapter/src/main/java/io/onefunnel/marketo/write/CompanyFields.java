package io.onefunnel.marketo.write;

import java.util.Set;

/** Lead fields that Marketo keeps on the lead's company: Sync Leads refuses them (error 1021, "Leads"). */
public final class CompanyFields {
    private static final Set<String> NAMES = Set.of(
            "company",
            "site",
            "billingStreet",
            "billingCity",
            "billingState",
            "billingCountry",
            "billingPostalCode",
            "website",
            "mainPhone",
            "annualRevenue",
            "numberOfEmployees",
            "industry",
            "sicCode",
            "mktoCompanyNotes");

    private CompanyFields() {}

    public static boolean holds(String name) {
        return NAMES.contains(name);
    }
}
