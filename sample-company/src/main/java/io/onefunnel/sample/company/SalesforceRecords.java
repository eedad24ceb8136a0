package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Journey.Meeting;
import io.onefunnel.sample.company.Journey.Outcome;
import io.onefunnel.sample.company.Journey.Response;
import io.onefunnel.sample.company.Journey.Touch;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.util.List;
import java.util.Optional;

/** How the sample company's sales team keeps people in Salesforce. */
final class SalesforceRecords {
    private final SalesforceData org;
    private final GroundTruth truth;

    SalesforceRecords(SalesforceData org, GroundTruth truth) {
        this.org = org;
        this.truth = truth;
    }

    /** The lead statuses of the sample company's org, which are not those of a new one. */
    void statuses() {
        int order = 10;
        for (String status : List.of("New", "Working", "Nurture", "Unqualified", "Qualified"))
            org.insert(
                    "LeadStatus",
                    new Fields()
                            .with("MasterLabel", status)
                            .with("ApiName", status)
                            .with("SortOrder", order++)
                            .with("IsDefault", false)
                            .with("IsConverted", status.equals("Qualified"))
                            .map());
    }

    String account(Company company, String name, long at, StaffMember owner, boolean customer) {
        truth.count("accounts");
        return org.insert(
                "Account",
                stamped(at, at)
                        .with("Name", name)
                        .with("Website", "https://www." + company.domain())
                        .with("Phone", company.country().dialCode + " " + company.switchboard())
                        .with("BillingCity", company.city())
                        .with("BillingPostalCode", company.postalCode())
                        .with("BillingCountry", company.country().label)
                        .with("Industry", company.industry())
                        .with("NumberOfEmployees", company.employees())
                        .with("AnnualRevenue", company.annualRevenue())
                        .with("Type", customer ? "Customer" : "Prospect")
                        .with("OwnerId", owner.userId())
                        .map());
    }

    /** What a lead became; it is stored as converted, because converting it now would stamp it with today. */
    record Conversion(String accountId, String contactId, String opportunityId, long at) {}

    /** A lead as the journey left it. */
    String lead(
            PersonSpelling spelt,
            Person person,
            Journey journey,
            String source,
            String status,
            StaffMember owner,
            String referrer,
            Optional<Conversion> conversion) {
        truth.count("leads");
        Company company = person.company();
        Fields lead = stamped(journey.startsAt, Math.max(journey.startsAt, journey.lastAt))
                .with("FirstName", spelt.first())
                .with("LastName", spelt.last())
                .with("Email", spelt.email())
                .with("Phone", spelt.phone())
                .with("Title", spelt.title())
                .with("Company", spelt.company())
                .with("Website", spelt.website())
                .with("City", spelt.city())
                .with("PostalCode", spelt.postalCode())
                .with("Country", spelt.country())
                .with("Industry", company.industry())
                .with("NumberOfEmployees", company.employees())
                .with("LeadSource", source)
                .with("Status", status)
                .with("OwnerId", owner.userId())
                .with("OneFunnel_Referred_By__c", referrer);
        conversion.ifPresent(done -> {
            truth.count("leads converted");
            lead.with("IsConverted", true)
                    .with("ConvertedDate", Stamp.day(done.at()))
                    .with("ConvertedAccountId", done.accountId())
                    .with("ConvertedContactId", done.contactId())
                    .with("ConvertedOpportunityId", done.opportunityId());
        });
        return org.insert("Lead", answered(lead, journey).map());
    }

    String contact(
            PersonSpelling spelt, Journey journey, long since, String accountId, String source, StaffMember owner) {
        truth.count("contacts");
        Fields contact = stamped(since, Math.max(since, journey.lastAt))
                .with("FirstName", spelt.first())
                .with("LastName", spelt.last())
                .with("Email", spelt.email())
                .with("Phone", spelt.phone())
                .with("Title", spelt.title())
                .with("AccountId", accountId)
                .with("MailingCity", spelt.city())
                .with("MailingPostalCode", spelt.postalCode())
                .with("MailingCountry", spelt.country())
                .with("LeadSource", source)
                .with("OwnerId", owner.userId());
        return org.insert("Contact", answered(contact, journey).map());
    }

    String opportunity(Sale sale, String accountId, String contactId, Company company, String source, String campaign) {
        truth.count("opportunities");
        if (sale.won()) truth.count("opportunities won");
        if (sale.existingCustomer()) truth.count("next sales");
        String id = org.insert(
                "Opportunity",
                stamped(sale.createdAt(), sale.latest().at())
                        .with("Name", company.name() + (sale.existingCustomer() ? ", extension" : ", first site"))
                        .with("AccountId", accountId)
                        .with("StageName", sale.stage().salesforce)
                        .with("Probability", sale.stage().probability)
                        .with("Amount", sale.amount() == 0 ? "" : Long.toString(sale.amount()))
                        .with("CloseDate", Stamp.day(sale.closes()))
                        .with("IsClosed", sale.stage().closed())
                        .with("IsWon", sale.won())
                        .with("Type", sale.existingCustomer() ? "Existing Business" : "New Business")
                        .with("LeadSource", source)
                        .with("CampaignId", campaign)
                        .with("Loss_Reason__c", sale.lossReason())
                        .with("OwnerId", sale.owner().userId())
                        .map());
        role(id, contactId, "Decision Maker", true, sale.createdAt());
        for (Sale.Entry entry : sale.stages()) history(id, sale, entry);
        return id;
    }

    void role(String opportunityId, String contactId, String role, boolean primary, long at) {
        org.insert(
                "OpportunityContactRole",
                stamped(at, at)
                        .with("OpportunityId", opportunityId)
                        .with("ContactId", contactId)
                        .with("Role", role)
                        .with("IsPrimary", primary)
                        .map());
    }

    void members(List<Response> responses, String leadId, String contactId) {
        for (Response response : responses) {
            truth.count("campaign members");
            org.insert(
                    "CampaignMember",
                    stamped(response.at(), response.at())
                            .with("CampaignId", response.program().campaignId())
                            .with("LeadId", leadId)
                            .with("ContactId", contactId)
                            .with("Status", "Responded")
                            .with("HasResponded", true)
                            .with("FirstRespondedDate", Stamp.day(response.at()))
                            .map());
        }
    }

    void touches(List<Touch> touches, String whoId, String whatId) {
        for (Touch touch : touches) {
            truth.count("touches");
            boolean inbound = touch.channel() == Journey.Channel.REPLY;
            boolean talked = touch.channel() == Journey.Channel.CONNECTED;
            org.insert(
                    "Task",
                    stamped(touch.at(), touch.at())
                            .with("Subject", subject(touch))
                            .with("WhoId", whoId)
                            .with("WhatId", whatId)
                            .with("OwnerId", touch.by().userId())
                            .with("Status", "Completed")
                            .with("Priority", "Normal")
                            .with("ActivityDate", Stamp.day(touch.at()))
                            .with("CompletedDateTime", Stamp.salesforce(touch.at()))
                            .with("TaskSubtype", touch.channel().kind)
                            .with("CallType", inbound ? "Inbound" : "Outbound")
                            .with("CallDisposition", touch.channel().disposition)
                            .with("CallDurationInSeconds", touch.channel().isCall() ? talked ? "420" : "35" : "")
                            .map());
        }
    }

    void meetings(List<Meeting> meetings, String whoId, String whatId, Company company) {
        for (Meeting meeting : meetings) {
            truth.count("meetings");
            if (meeting.outcome() == Outcome.HELD) truth.count("meetings held");
            org.insert(
                    "Event",
                    stamped(meeting.bookedAt(), Math.max(meeting.bookedAt(), toldAt(meeting)))
                            .with("Subject", "First meeting: " + company.name())
                            .with("WhoId", whoId)
                            .with("WhatId", whatId)
                            .with("OwnerId", meeting.by().userId())
                            .with("Location", meeting.start() % 5 == 0 ? "" : "Video call")
                            .with("StartDateTime", Stamp.salesforce(meeting.start()))
                            .with("EndDateTime", Stamp.salesforce(meeting.end()))
                            .with("ActivityDateTime", Stamp.salesforce(meeting.start()))
                            .with("ActivityDate", Stamp.day(meeting.start()))
                            .with("DurationInMinutes", Meeting.LENGTH / 60)
                            .with("IsChild", false)
                            .with("EventSubtype", "Event")
                            .with("OneFunnel_Meeting_Outcome__c", outcome(meeting))
                            .map());
        }
    }

    private static long toldAt(Meeting meeting) {
        return meeting.outcome() == Outcome.SCHEDULED || meeting.outcome() == Outcome.UNTOLD
                ? meeting.bookedAt()
                : meeting.end();
    }

    private void history(String opportunityId, Sale sale, Sale.Entry entry) {
        org.insert(
                "OpportunityHistory",
                stamped(entry.at(), entry.at())
                        .with("OpportunityId", opportunityId)
                        .with("StageName", entry.stage().salesforce)
                        .with("Amount", sale.amount() == 0 ? "" : Long.toString(sale.amount()))
                        .with("Probability", entry.stage().probability)
                        .with("CloseDate", Stamp.day(sale.closes()))
                        .map());
    }

    private static Fields answered(Fields person, Journey journey) {
        Journey.Disqualified no = journey.disqualified;
        if (no != null)
            return person.with("OneFunnel_Outcome__c", "DISQUALIFIED")
                    .with("OneFunnel_Disqualify_Reason__c", no.reason())
                    .with("OneFunnel_Sub_Reasons__c", no.subReasons())
                    .with("OneFunnel_Context_Note__c", no.note())
                    .with("OneFunnel_Meeting_Status__c", meetingStatus(journey, no.reason()));
        if (journey.sale != null)
            return person.with("OneFunnel_Outcome__c", "FIRST_SALES_MEETING")
                    .with("OneFunnel_Meeting_Status__c", "CONVERTED_TO_OPPORTUNITY");
        return journey.meetings.isEmpty() ? person : person.with("OneFunnel_Outcome__c", "FIRST_SALES_MEETING");
    }

    private static String meetingStatus(Journey journey, String reason) {
        boolean held = journey.meetings.stream().anyMatch(meeting -> meeting.outcome() == Outcome.HELD);
        if (!held) return "";
        return reason.equals("NON_COMPLIANT_SLA") ? reason : "UNQUALIFIED";
    }

    private static String subject(Touch touch) {
        return switch (touch.channel()) {
            case VOICEMAIL -> "Call: left voicemail";
            case NO_ANSWER -> "Call: no answer";
            case CONNECTED -> "Call: spoke";
            case WRONG_NUMBER -> "Call: wrong number";
            case EMAIL -> "Email: following up";
            case REPLY -> "Email: reply";
        };
    }

    private static String outcome(Meeting meeting) {
        return switch (meeting.outcome()) {
            case HELD -> "Held";
            case NO_SHOW -> "No Show";
            case CANCELLED -> "Cancelled";
            case SCHEDULED -> "Scheduled";
            case UNTOLD -> "";
        };
    }

    private static Fields stamped(long created, long modified) {
        String last = Stamp.salesforce(modified);
        return new Fields()
                .with("CreatedDate", created == modified ? last : Stamp.salesforce(created))
                .with("LastModifiedDate", last)
                .with("SystemModstamp", last);
    }
}
