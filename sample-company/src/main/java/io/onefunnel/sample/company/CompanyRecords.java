package io.onefunnel.sample.company;

import io.onefunnel.sample.company.GroundTruth.Ref;

/** Gives a company its records, each where the first person needs it: an account, now and then a second, and HubSpot's. */
final class CompanyRecords {
    private final SalesforceRecords salesforce;
    private final HubSpotRecords hubspot;
    private final Spelling spelling;
    private final GroundTruth truth;

    CompanyRecords(SalesforceRecords salesforce, HubSpotRecords hubspot, Spelling spelling, GroundTruth truth) {
        this.salesforce = salesforce;
        this.hubspot = hubspot;
        this.spelling = spelling;
        this.truth = truth;
    }

    /** Makes the company's account, unless it has one. */
    void account(CompanyFile company, long at, StaffMember owner, boolean customer) {
        if (!company.accountId.isEmpty()) return;
        company.accountId = salesforce.account(company.company, company.company.fullName(), at, owner, customer);
        truth.company(company.number, new Ref("salesforce", "Account", company.accountId));
    }

    /** Makes an account that stands for the same company in another spelling, and returns its id. */
    String secondAccount(CompanyFile company, Sale sale, SeededRandom random) {
        truth.count("companies with two accounts");
        String name = spelling.companyAgain(company.company, random);
        String id = salesforce.account(company.company, name, sale.createdAt(), sale.owner(), false);
        truth.company(company.number, new Ref("salesforce", "Account", id));
        return id;
    }

    /** The id of HubSpot's company, made where there is none yet. */
    String inHubSpot(CompanyFile company, long at) {
        if (!company.hubspotId.isEmpty()) return company.hubspotId;
        company.hubspotId = hubspot.company(company.company, at, company.accountId);
        truth.company(company.number, new Ref("hubspot", "companies", company.hubspotId));
        return company.hubspotId;
    }
}
