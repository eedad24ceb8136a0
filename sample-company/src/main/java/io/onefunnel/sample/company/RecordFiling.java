package io.onefunnel.sample.company;

import io.onefunnel.sample.company.GroundTruth.Ref;
import io.onefunnel.sample.company.Journey.Response;
import io.onefunnel.sample.company.SalesforceRecords.Conversion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a person and what happened to them into the systems that know them, each in its own spelling, with the duplicates
 * and the cross-references that years of forms, lists and native syncs leave behind.
 */
final class RecordFiling {
    private static final double DUPLICATED = 0.04;
    private static final double MARKETO_KNOWS_CRM_ID = 0.88;
    private static final double HUBSPOT_KNOWS_CRM_ID = 0.45;
    private static final double REFERRER_NAMED = 0.5;
    private static final double SECOND_ACCOUNT = 0.05;

    private final SalesforceRecords salesforce;
    private final HubSpotRecords hubspot;
    private final MarketoRecords marketo;
    private final Spelling spelling;
    private final Staff staff;
    private final CompanyRecords companies;
    private final GroundTruth truth;

    RecordFiling(
            SalesforceRecords salesforce,
            HubSpotRecords hubspot,
            MarketoRecords marketo,
            Spelling spelling,
            Staff staff,
            GroundTruth truth) {
        this.salesforce = salesforce;
        this.hubspot = hubspot;
        this.marketo = marketo;
        this.spelling = spelling;
        this.staff = staff;
        this.truth = truth;
        this.companies = new CompanyRecords(salesforce, hubspot, spelling, truth);
    }

    /** Files somebody who came by a form, a list or a colleague. {@code referrer} is who named them. */
    PersonFile file(CompanyFile company, Person person, Journey journey, Optional<Ref> referrer, SeededRandom random) {
        return file(company, person, journey, Placement.of(journey, false, random), referrer, random);
    }

    /** Files somebody of a company that has long been a customer: a contact from the start, never a lead. */
    PersonFile fileContact(
            CompanyFile company, Person person, Journey journey, Sale oldSale, boolean buyer, SeededRandom random) {
        PersonFile filed = new PersonFile(truth.newPerson(), spelling.careful(person, random));
        StaffMember owner = oldSale.owner();
        long since = Math.min(journey.startsAt, oldSale.createdAt());
        companies.account(company, since, owner, true);
        filed.contactId = contact(company, filed, journey, journey.startsAt, company.accountId, "Other", owner);
        if (buyer) {
            salesforce.opportunity(oldSale, company.accountId, filed.contactId, company.company, "Other", "");
            if (journey.nextSale != null)
                salesforce.opportunity(
                        journey.nextSale, company.accountId, filed.contactId, company.company, "Other", "");
        }
        workInSalesforce(company, filed, journey, "");
        elsewhere(company, filed, person, journey, Placement.of(journey, true, random), random);
        return filed;
    }

    private PersonFile file(
            CompanyFile company,
            Person person,
            Journey journey,
            Placement placement,
            Optional<Ref> referrer,
            SeededRandom random) {
        PersonFile filed = new PersonFile(
                truth.newPerson(),
                random.chance(0.7) ? spelling.careful(person, random) : spelling.again(person, random));
        if (company.company.sharesMailbox() && !placement.hubspot() && random.chance(0.6)) {
            filed.spelt = filed.spelt.mailed(Spelling.roleMailbox(company.company));
            truth.count("people behind a shared mailbox");
        }
        if (placement.salesforce()) inSalesforce(company, filed, person, journey, referrer, random);
        elsewhere(company, filed, person, journey, placement, random);
        return filed;
    }

    private void elsewhere(
            CompanyFile company,
            PersonFile filed,
            Person person,
            Journey journey,
            Placement placement,
            SeededRandom random) {
        List<Response> byHubSpot = new ArrayList<>();
        List<Response> byMarketo = new ArrayList<>();
        for (Response response : journey.responses)
            (placement.marketo() && !(placement.hubspot() && random.chance(0.3)) ? byMarketo : byHubSpot).add(response);
        if (placement.marketo()) inMarketo(filed, person, journey, byMarketo, random);
        if (placement.hubspot())
            inHubSpot(company, filed, person, journey, byHubSpot, placement.hubspotWorks(), random);
        if (random.chance(DUPLICATED)) duplicate(company, filed, person, journey, random);
    }

    private void inSalesforce(
            CompanyFile company,
            PersonFile filed,
            Person person,
            Journey journey,
            Optional<Ref> referrer,
            SeededRandom random) {
        StaffMember owner = journey.owner == null ? staff.queue() : journey.owner;
        boolean named = referrer.isPresent() && random.chance(REFERRER_NAMED);
        PersonSpelling form = filed.spelt;
        Sale sale = journey.sale;
        String opportunityId = "";
        Optional<Conversion> conversion = Optional.empty();
        if (sale != null) {
            companies.account(company, sale.createdAt(), sale.owner(), sale.won());
            String accountId =
                    random.chance(SECOND_ACCOUNT) ? companies.secondAccount(company, sale, random) : company.accountId;
            if (random.chance(0.3)) filed.spelt = spelling.again(person, random);
            filed.contactId =
                    contact(company, filed, journey, sale.createdAt(), accountId, source(journey), sale.owner());
            opportunityId = sell(company, filed, journey, sale, accountId, random);
            conversion = Optional.of(new Conversion(accountId, filed.contactId, opportunityId, sale.createdAt()));
        }
        filed.leadId = salesforce.lead(
                form,
                person,
                journey,
                source(journey),
                status(journey),
                owner,
                named ? referrer.get().id() : "",
                conversion);
        Ref lead = know(filed, "salesforce", "Lead", filed.leadId);
        if (referrer.isPresent()) {
            truth.count(named ? "referrals with the referrer named" : "referrals without");
            truth.referral(lead, referrer.get());
        }
        workInSalesforce(company, filed, journey, opportunityId);
    }

    private String sell(
            CompanyFile company, PersonFile filed, Journey journey, Sale sale, String accountId, SeededRandom random) {
        String campaign = journey.responses.isEmpty()
                ? ""
                : journey.responses.get(0).program().campaignId();
        String id =
                salesforce.opportunity(sale, accountId, filed.contactId, company.company, source(journey), campaign);
        if (company.contactIds.size() > 1 && random.chance(0.5))
            salesforce.role(id, company.contactIds.get(0), "Influencer", false, sale.createdAt());
        if (journey.nextSale != null)
            salesforce.opportunity(
                    journey.nextSale, accountId, filed.contactId, company.company, "Existing Customer", "");
        return id;
    }

    private void workInSalesforce(CompanyFile company, PersonFile filed, Journey journey, String opportunityId) {
        salesforce.members(journey.responses, filed.leadId, filed.contactId);
        // Salesforce moves a lead's activities to the contact when it is converted.
        salesforce.touches(journey.touches, filed.salesforceId(), opportunityId);
        salesforce.meetings(journey.meetings, filed.salesforceId(), opportunityId, company.company);
    }

    private void inMarketo(
            PersonFile filed, Person person, Journey journey, List<Response> responses, SeededRandom random) {
        Map<String, String> crmIds = new LinkedHashMap<>();
        boolean synced = !filed.salesforceId().isEmpty() && random.chance(MARKETO_KNOWS_CRM_ID);
        if (synced && !filed.contactId.isEmpty()) crmIds.put("sfdcContactId", filed.contactId);
        if (synced && filed.contactId.isEmpty()) crmIds.put("sfdcLeadId", filed.leadId);
        if (synced) truth.count("marketo leads with a CRM id");
        // What the native sync carries, it also keeps spelt alike.
        PersonSpelling spelt = synced || filed.salesforceId().isEmpty() || random.chance(0.3)
                ? filed.spelt
                : spelling.again(person, random);
        long id = marketo.lead(spelt, person, journey, crmIds);
        know(filed, "marketo", "leads", Long.toString(id));
        filed.inMarketo = true;
        marketo.responses(id, responses, random);
        marketo.newsletters(id, person, journey, random);
    }

    private void inHubSpot(
            CompanyFile company,
            PersonFile filed,
            Person person,
            Journey journey,
            List<Response> responses,
            boolean works,
            SeededRandom random) {
        Map<String, String> crmIds = new LinkedHashMap<>();
        boolean synced = !filed.salesforceId().isEmpty() && random.chance(HUBSPOT_KNOWS_CRM_ID);
        if (synced && !filed.contactId.isEmpty()) crmIds.put("salesforcecontactid", filed.contactId);
        if (synced && !filed.leadId.isEmpty()) crmIds.put("salesforceleadid", filed.leadId);
        if (synced) truth.count("hubspot contacts with a CRM id");
        boolean alone = filed.salesforceId().isEmpty() && !filed.inMarketo;
        PersonSpelling spelt = alone || random.chance(0.3) ? filed.spelt : spelling.again(person, random);
        filed.spelt = spelt;
        String id = hubspot.contact(spelt, person, journey, responses, works, crmIds);
        know(filed, "hubspot", "contacts", id);
        filed.inHubSpot = true;
        if (works || random.chance(0.8)) hubspot.employs(companies.inHubSpot(company, journey.startsAt), id);
        if (!works) return;
        hubspot.touches(journey.touches, id, spelt);
        hubspot.meetings(journey.meetings, id, company.company);
        if (journey.sale != null)
            hubspot.deal(journey.sale, id, companies.inHubSpot(company, journey.startsAt), company.company);
        if (journey.nextSale != null)
            hubspot.deal(journey.nextSale, id, companies.inHubSpot(company, journey.startsAt), company.company);
    }

    /** The second record of one person in one system. */
    private void duplicate(CompanyFile company, PersonFile filed, Person person, Journey journey, SeededRandom random) {
        truth.count("people with a duplicate inside a system");
        int kind = random.weighted(
                filed.leadId.isEmpty() ? 0 : 1,
                filed.salesforceId().isEmpty() ? 0 : 1,
                filed.inMarketo ? 1 : 0,
                filed.inHubSpot ? 1 : 0);
        Journey bare = new Journey();
        bare.startsAt = Math.max(journey.startsAt, journey.lastAt - random.between(0, 20) * 86_400L);
        bare.lastAt = bare.startsAt;
        PersonSpelling spelt = spelling.again(person, random);
        switch (kind) {
            case 0 -> {
                truth.count("two leads of one person");
                know(filed, "salesforce", "Lead", secondLead(spelt, person, bare, random));
            }
            case 1 -> {
                truth.count("a lead and a contact of one person");
                if (!filed.contactId.isEmpty()) {
                    know(filed, "salesforce", "Lead", secondLead(spelt, person, bare, random));
                    return;
                }
                StaffMember owner = staff.of(StaffMember.Role.REP, company.company.country().place, company.number);
                companies.account(company, bare.startsAt, owner, false);
                contact(company, filed, bare, bare.startsAt, company.accountId, "Other", owner);
            }
            case 2 -> {
                truth.count("two marketo leads of one person");
                long id = marketo.lead(spelt.mailed(filed.spelt.email()), person, bare, Map.of());
                know(filed, "marketo", "leads", Long.toString(id));
            }
            default -> {
                truth.count("two hubspot contacts of one person");
                PersonSpelling other = filed.spelt.mailed(person.privateEmail());
                know(filed, "hubspot", "contacts", hubspot.contact(other, person, bare, List.of(), false, Map.of()));
            }
        }
    }

    private String secondLead(PersonSpelling spelt, Person person, Journey bare, SeededRandom random) {
        StaffMember owner = random.chance(0.5)
                ? staff.queue()
                : staff.of(StaffMember.Role.SDR, person.company().country().place, 1);
        return salesforce.lead(spelt, person, bare, "Purchased List", "New", owner, "", Optional.empty());
    }

    private String contact(
            CompanyFile company,
            PersonFile filed,
            Journey journey,
            long since,
            String accountId,
            String source,
            StaffMember owner) {
        String id = salesforce.contact(filed.spelt, journey, since, accountId, source, owner);
        company.contactIds.add(id);
        know(filed, "salesforce", "Contact", id);
        return id;
    }

    private Ref know(PersonFile filed, String vendor, String type, String id) {
        Ref ref = new Ref(vendor, type, id);
        truth.person(filed.person, ref);
        return ref;
    }

    private static String status(Journey journey) {
        if (!journey.worked()) return "Nurture";
        return switch (journey.status) {
            case NEW -> "New";
            case WORKING -> "Working";
            case UNQUALIFIED -> "Unqualified";
            case CONVERTED -> "Qualified";
        };
    }

    private static String source(Journey journey) {
        if (journey.referred) return "Referral";
        if (journey.prospected || journey.responses.isEmpty()) return "Prospecting";
        return journey.responses.get(0).program().offer().leadSource;
    }
}
