package io.onefunnel.sandbox.sample;

import io.onefunnel.sandbox.sample.Journey.Response;
import io.onefunnel.sandbox.sample.SalesforceRecords.Conversion;
import io.onefunnel.sandbox.sample.Truth.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a person and what happened to them into the systems that know them, each in its own spelling, with the duplicates
 * and the cross-references that years of forms, lists and native syncs leave behind.
 */
final class Filing {
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
    private final Truth truth;

    Filing(
            SalesforceRecords salesforce,
            HubSpotRecords hubspot,
            MarketoRecords marketo,
            Spelling spelling,
            Staff staff,
            Truth truth) {
        this.salesforce = salesforce;
        this.hubspot = hubspot;
        this.marketo = marketo;
        this.spelling = spelling;
        this.staff = staff;
        this.truth = truth;
    }

    /** What a person has come to be in the systems. */
    static final class Filed {
        final int person;
        Card card;
        String leadId = "";
        String contactId = "";
        boolean inMarketo;
        boolean inHubSpot;

        Filed(int person, Card card) {
            this.person = person;
            this.card = card;
        }

        /** The Salesforce record on which people work; empty when there is none. */
        String salesforceId() {
            return contactId.isEmpty() ? leadId : contactId;
        }

        /** The same as a reference. */
        Optional<Ref> salesforceRef() {
            if (salesforceId().isEmpty()) return Optional.empty();
            return Optional.of(new Ref("salesforce", contactId.isEmpty() ? "Lead" : "Contact", salesforceId()));
        }
    }

    /** Files somebody who came by a form, a list or a colleague. {@code referrer} is who named them. */
    Filed file(CompanyFile company, Person person, Journey journey, Optional<Ref> referrer, Dice dice) {
        return file(company, person, journey, Placement.of(journey, false, dice), referrer, dice);
    }

    /** Files somebody of a company that has long been a customer: a contact from the start, never a lead. */
    Filed fileContact(CompanyFile company, Person person, Journey journey, Sale oldSale, boolean buyer, Dice dice) {
        Filed filed = new Filed(truth.newPerson(), spelling.careful(person, dice));
        Colleague owner = oldSale.owner();
        long since = Math.min(journey.startsAt, oldSale.createdAt());
        account(company, since, owner, true);
        filed.contactId = contact(company, filed, journey, journey.startsAt, company.accountId, "Other", owner);
        if (buyer) {
            salesforce.opportunity(oldSale, company.accountId, filed.contactId, company.company, "Other", "");
            if (journey.nextSale != null)
                salesforce.opportunity(
                        journey.nextSale, company.accountId, filed.contactId, company.company, "Other", "");
        }
        workInSalesforce(company, filed, journey, "");
        elsewhere(company, filed, person, journey, Placement.of(journey, true, dice), dice);
        return filed;
    }

    private Filed file(
            CompanyFile company,
            Person person,
            Journey journey,
            Placement placement,
            Optional<Ref> referrer,
            Dice dice) {
        Filed filed = new Filed(
                truth.newPerson(), dice.chance(0.7) ? spelling.careful(person, dice) : spelling.again(person, dice));
        if (company.company.sharesMailbox() && !placement.hubspot() && dice.chance(0.6)) {
            filed.card = filed.card.mailed(Spelling.roleMailbox(company.company));
            truth.count("people behind a shared mailbox");
        }
        if (placement.salesforce()) inSalesforce(company, filed, person, journey, referrer, dice);
        elsewhere(company, filed, person, journey, placement, dice);
        return filed;
    }

    private void elsewhere(
            CompanyFile company, Filed filed, Person person, Journey journey, Placement placement, Dice dice) {
        List<Response> byHubSpot = new ArrayList<>();
        List<Response> byMarketo = new ArrayList<>();
        for (Response response : journey.responses)
            (placement.marketo() && !(placement.hubspot() && dice.chance(0.3)) ? byMarketo : byHubSpot).add(response);
        if (placement.marketo()) inMarketo(filed, person, journey, byMarketo, dice);
        if (placement.hubspot()) inHubSpot(company, filed, person, journey, byHubSpot, placement.hubspotWorks(), dice);
        if (dice.chance(DUPLICATED)) duplicate(company, filed, person, journey, dice);
    }

    private void inSalesforce(
            CompanyFile company, Filed filed, Person person, Journey journey, Optional<Ref> referrer, Dice dice) {
        Colleague owner = journey.owner == null ? staff.queue() : journey.owner;
        boolean named = referrer.isPresent() && dice.chance(REFERRER_NAMED);
        Card form = filed.card;
        Sale sale = journey.sale;
        String opportunityId = "";
        Optional<Conversion> conversion = Optional.empty();
        if (sale != null) {
            account(company, sale.createdAt(), sale.owner(), sale.won());
            String accountId = dice.chance(SECOND_ACCOUNT) ? secondAccount(company, sale, dice) : company.accountId;
            if (dice.chance(0.3)) filed.card = spelling.again(person, dice);
            filed.contactId =
                    contact(company, filed, journey, sale.createdAt(), accountId, source(journey), sale.owner());
            opportunityId = sell(company, filed, journey, sale, accountId, dice);
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

    private String sell(CompanyFile company, Filed filed, Journey journey, Sale sale, String accountId, Dice dice) {
        String campaign = journey.responses.isEmpty()
                ? ""
                : journey.responses.get(0).program().campaignId();
        String id =
                salesforce.opportunity(sale, accountId, filed.contactId, company.company, source(journey), campaign);
        if (company.contactIds.size() > 1 && dice.chance(0.5))
            salesforce.role(id, company.contactIds.get(0), "Influencer", false, sale.createdAt());
        if (journey.nextSale != null)
            salesforce.opportunity(
                    journey.nextSale, accountId, filed.contactId, company.company, "Existing Customer", "");
        return id;
    }

    private void workInSalesforce(CompanyFile company, Filed filed, Journey journey, String opportunityId) {
        salesforce.members(journey.responses, filed.leadId, filed.contactId);
        // Salesforce moves a lead's activities to the contact when it is converted.
        salesforce.touches(journey.touches, filed.salesforceId(), opportunityId);
        salesforce.meetings(journey.meetings, filed.salesforceId(), opportunityId, company.company);
    }

    private void inMarketo(Filed filed, Person person, Journey journey, List<Response> responses, Dice dice) {
        Map<String, String> crmIds = new LinkedHashMap<>();
        boolean synced = !filed.salesforceId().isEmpty() && dice.chance(MARKETO_KNOWS_CRM_ID);
        if (synced && !filed.contactId.isEmpty()) crmIds.put("sfdcContactId", filed.contactId);
        if (synced && filed.contactId.isEmpty()) crmIds.put("sfdcLeadId", filed.leadId);
        if (synced) truth.count("marketo leads with a CRM id");
        // What the native sync carries, it also keeps spelt alike.
        Card card = synced || filed.salesforceId().isEmpty() || dice.chance(0.3)
                ? filed.card
                : spelling.again(person, dice);
        long id = marketo.lead(card, person, journey, crmIds);
        know(filed, "marketo", "leads", Long.toString(id));
        filed.inMarketo = true;
        marketo.responses(id, responses, dice);
        marketo.newsletters(id, person, journey, dice);
    }

    private void inHubSpot(
            CompanyFile company,
            Filed filed,
            Person person,
            Journey journey,
            List<Response> responses,
            boolean works,
            Dice dice) {
        Map<String, String> crmIds = new LinkedHashMap<>();
        boolean synced = !filed.salesforceId().isEmpty() && dice.chance(HUBSPOT_KNOWS_CRM_ID);
        if (synced && !filed.contactId.isEmpty()) crmIds.put("salesforcecontactid", filed.contactId);
        if (synced && !filed.leadId.isEmpty()) crmIds.put("salesforceleadid", filed.leadId);
        if (synced) truth.count("hubspot contacts with a CRM id");
        boolean alone = filed.salesforceId().isEmpty() && !filed.inMarketo;
        Card card = alone || dice.chance(0.3) ? filed.card : spelling.again(person, dice);
        filed.card = card;
        String id = hubspot.contact(card, person, journey, responses, works, crmIds);
        know(filed, "hubspot", "contacts", id);
        filed.inHubSpot = true;
        if (works || dice.chance(0.8)) hubspot.employs(hubspotCompany(company, journey.startsAt), id);
        if (!works) return;
        hubspot.touches(journey.touches, id, card);
        hubspot.meetings(journey.meetings, id, company.company);
        if (journey.sale != null)
            hubspot.deal(journey.sale, id, hubspotCompany(company, journey.startsAt), company.company);
        if (journey.nextSale != null)
            hubspot.deal(journey.nextSale, id, hubspotCompany(company, journey.startsAt), company.company);
    }

    /** The second record of one person in one system. */
    private void duplicate(CompanyFile company, Filed filed, Person person, Journey journey, Dice dice) {
        truth.count("people with a duplicate inside a system");
        int kind = dice.weighted(
                filed.leadId.isEmpty() ? 0 : 1,
                filed.salesforceId().isEmpty() ? 0 : 1,
                filed.inMarketo ? 1 : 0,
                filed.inHubSpot ? 1 : 0);
        Journey bare = new Journey();
        bare.startsAt = Math.max(journey.startsAt, journey.lastAt - dice.between(0, 20) * 86_400L);
        bare.lastAt = bare.startsAt;
        Card card = spelling.again(person, dice);
        switch (kind) {
            case 0 -> {
                truth.count("two leads of one person");
                know(filed, "salesforce", "Lead", secondLead(card, person, bare, dice));
            }
            case 1 -> {
                truth.count("a lead and a contact of one person");
                if (!filed.contactId.isEmpty()) {
                    know(filed, "salesforce", "Lead", secondLead(card, person, bare, dice));
                    return;
                }
                Colleague owner = staff.of(Colleague.Role.REP, company.company.country().place, company.number);
                account(company, bare.startsAt, owner, false);
                contact(company, filed, bare, bare.startsAt, company.accountId, "Other", owner);
            }
            case 2 -> {
                truth.count("two marketo leads of one person");
                long id = marketo.lead(card.mailed(filed.card.email()), person, bare, Map.of());
                know(filed, "marketo", "leads", Long.toString(id));
            }
            default -> {
                truth.count("two hubspot contacts of one person");
                Card other = filed.card.mailed(person.privateEmail());
                know(filed, "hubspot", "contacts", hubspot.contact(other, person, bare, List.of(), false, Map.of()));
            }
        }
    }

    private String secondLead(Card card, Person person, Journey bare, Dice dice) {
        Colleague owner = dice.chance(0.5)
                ? staff.queue()
                : staff.of(Colleague.Role.SDR, person.company().country().place, 1);
        return salesforce.lead(card, person, bare, "Purchased List", "New", owner, "", Optional.empty());
    }

    private String contact(
            CompanyFile company,
            Filed filed,
            Journey journey,
            long since,
            String accountId,
            String source,
            Colleague owner) {
        String id = salesforce.contact(filed.card, journey, since, accountId, source, owner);
        company.contactIds.add(id);
        know(filed, "salesforce", "Contact", id);
        return id;
    }

    private void account(CompanyFile company, long at, Colleague owner, boolean customer) {
        if (!company.accountId.isEmpty()) return;
        company.accountId = salesforce.account(company.company, company.company.fullName(), at, owner, customer);
        truth.company(company.number, new Ref("salesforce", "Account", company.accountId));
    }

    private String secondAccount(CompanyFile company, Sale sale, Dice dice) {
        truth.count("companies with two accounts");
        String name = spelling.companyAgain(company.company, dice);
        String id = salesforce.account(company.company, name, sale.createdAt(), sale.owner(), false);
        truth.company(company.number, new Ref("salesforce", "Account", id));
        return id;
    }

    private String hubspotCompany(CompanyFile company, long at) {
        if (!company.hubspotId.isEmpty()) return company.hubspotId;
        company.hubspotId = hubspot.company(company.company, at, company.accountId);
        truth.company(company.number, new Ref("hubspot", "companies", company.hubspotId));
        return company.hubspotId;
    }

    private Ref know(Filed filed, String vendor, String type, String id) {
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
