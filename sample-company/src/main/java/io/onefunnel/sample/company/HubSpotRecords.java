package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Journey.Meeting;
import io.onefunnel.sample.company.Journey.Response;
import io.onefunnel.sample.company.Journey.Touch;
import io.onefunnel.sandbox.hubspot.HubSpotData;
import java.util.List;
import java.util.Map;

/** How the sample company keeps people in HubSpot: its own forms, and the CRM of a team that has no Salesforce seats. */
final class HubSpotRecords {
    // HubSpot's default call outcomes, the same ids in every portal; config/mappings/hubspot.yaml reads them.
    private static final String CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
    private static final String LEFT_VOICEMAIL = "b2cf5968-551e-4856-9783-52b3da59a7d0";
    private static final String NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20";
    private static final String WRONG_NUMBER = "17b47fee-58de-441e-a44c-c6300d46f273";

    private final HubSpotData portal;
    private final GroundTruth truth;

    HubSpotRecords(HubSpotData portal, GroundTruth truth) {
        this.portal = portal;
        this.truth = truth;
    }

    String company(Company company, long at, String accountId) {
        truth.count("hubspot companies");
        return portal.insert(
                "companies",
                new Fields()
                        .with("createdate", Stamp.iso(at))
                        .with("hs_lastmodifieddate", Stamp.iso(at))
                        .with("name", company.name())
                        .with("domain", company.domain())
                        .with("phone", company.country().dialCode + " " + company.switchboard())
                        .with("city", company.city())
                        .with("zip", company.postalCode())
                        .with("country", company.country().label)
                        .with("industry", company.industry())
                        .with("numberofemployees", company.employees())
                        .with("annualrevenue", company.annualRevenue())
                        .with("salesforceaccountid", accountId)
                        .map());
    }

    /**
     * A contact.
     *
     * @param responses those that came by HubSpot's own forms
     * @param works whether HubSpot is where sales works the person
     */
    String contact(
            PersonSpelling spelt,
            Person person,
            Journey journey,
            List<Response> responses,
            boolean works,
            Map<String, String> crmIds) {
        truth.count("hubspot contacts");
        long modified = Math.max(journey.startsAt, journey.lastAt);
        Fields contact = new Fields()
                .with("createdate", Stamp.iso(journey.startsAt))
                .with("lastmodifieddate", Stamp.iso(modified))
                .with("firstname", spelt.first())
                .with("lastname", spelt.last())
                .with("email", spelt.email())
                .with("phone", spelt.phone())
                .with("jobtitle", spelt.title())
                .with("company", spelt.company())
                .with("website", spelt.website())
                .with("city", spelt.city())
                .with("zip", spelt.postalCode())
                .with("country", spelt.country())
                .with("industry", person.company().industry())
                .with("lifecyclestage", lifecycle(journey))
                .with("hs_date_entered_" + lifecycle(journey), Stamp.iso(modified))
                .with("hs_analytics_source", source(person, journey));
        crmIds.forEach(contact::with);
        conversions(contact, responses);
        if (works) worked(contact, journey);
        return portal.insert("contacts", contact.map());
    }

    void employs(String companyId, String contactId) {
        portal.associate("contacts", contactId, "companies", companyId);
    }

    void touches(List<Touch> touches, String contactId, PersonSpelling spelt) {
        for (Touch touch : touches) {
            truth.count("touches");
            Fields fields = new Fields()
                    .with("hs_timestamp", Stamp.iso(touch.at()))
                    .with("hs_createdate", Stamp.iso(touch.at()))
                    .with("hs_lastmodifieddate", Stamp.iso(touch.at()))
                    .with("hubspot_owner_id", touch.by().ownerId());
            String type = touch.channel().isCall() ? "calls" : "emails";
            String id =
                    portal.insert(type, touch.channel().isCall() ? call(fields, touch) : email(fields, touch, spelt));
            portal.associate(type, id, "contacts", contactId);
        }
    }

    void meetings(List<Meeting> meetings, String contactId, Company company) {
        for (Meeting meeting : meetings) {
            truth.count("meetings");
            if (meeting.outcome() == Journey.Outcome.HELD) truth.count("meetings held");
            String id = portal.insert(
                    "meetings",
                    new Fields()
                            .with("hs_timestamp", Stamp.iso(meeting.start()))
                            .with("hs_createdate", Stamp.iso(meeting.bookedAt()))
                            .with("hs_lastmodifieddate", Stamp.iso(modified(meeting)))
                            .with("hs_meeting_title", "First meeting: " + company.name())
                            .with("hs_meeting_start_time", Stamp.iso(meeting.start()))
                            .with("hs_meeting_end_time", Stamp.iso(meeting.end()))
                            .with("hs_meeting_outcome", outcome(meeting))
                            .with("hubspot_owner_id", meeting.by().ownerId())
                            .map());
            portal.associate("meetings", id, "contacts", contactId);
        }
    }

    void deal(Sale sale, String contactId, String companyId, Company company) {
        truth.count("deals");
        if (sale.won()) truth.count("deals won");
        if (sale.existingCustomer()) truth.count("next sales");
        Fields deal = new Fields()
                .with("createdate", Stamp.iso(sale.createdAt()))
                .with("hs_lastmodifieddate", Stamp.iso(sale.latest().at()))
                .with("dealname", company.name() + (sale.existingCustomer() ? ", extension" : ", first site"))
                .with("pipeline", "default")
                .with("dealstage", sale.stage().hubspot)
                .with("amount", sale.amount() == 0 ? "" : Long.toString(sale.amount()))
                .with("closedate", Stamp.iso(sale.closes()))
                .with("dealtype", sale.existingCustomer() ? "existingbusiness" : "newbusiness")
                .with("closed_lost_reason", sale.lossReason())
                .with("hubspot_owner_id", sale.owner().ownerId());
        for (Sale.Entry entry : sale.stages())
            deal.with("hs_date_entered_" + entry.stage().hubspot, Stamp.iso(entry.at()));
        String id = portal.insert("deals", deal.map());
        portal.associate("deals", id, "contacts", contactId);
        portal.associate("deals", id, "companies", companyId);
    }

    private static Map<String, String> call(Fields fields, Touch touch) {
        boolean talked = touch.channel() == Journey.Channel.CONNECTED;
        return fields.with("hs_call_title", "Call")
                .with("hs_call_direction", "OUTBOUND")
                .with("hs_call_status", "COMPLETED")
                .with("hs_call_disposition", disposition(touch.channel()))
                .with("hs_call_duration", talked ? 420_000 : 35_000)
                .map();
    }

    private static Map<String, String> email(Fields fields, Touch touch, PersonSpelling spelt) {
        boolean reply = touch.channel() == Journey.Channel.REPLY;
        return fields.with("hs_email_direction", reply ? "INCOMING_EMAIL" : "EMAIL")
                .with("hs_email_status", "SENT")
                .with("hs_email_subject", reply ? "Re: following up" : "Following up")
                .with("hs_email_from_email", reply ? spelt.email() : touch.by().email())
                .with("hs_email_to_email", reply ? touch.by().email() : spelt.email())
                .map();
    }

    private static void conversions(Fields contact, List<Response> responses) {
        if (responses.isEmpty()) return;
        Response first = responses.get(0);
        Response last = responses.get(responses.size() - 1);
        contact.with("first_conversion_date", Stamp.iso(first.at()))
                .with("first_conversion_event_name", first.program().name())
                .with("recent_conversion_date", Stamp.iso(last.at()))
                .with("recent_conversion_event_name", last.program().name())
                .with("num_conversion_events", responses.size());
    }

    private static void worked(Fields contact, Journey journey) {
        StaffMember owner = journey.owner;
        contact.with("hubspot_owner_id", owner == null ? "" : owner.ownerId()).with("hs_lead_status", status(journey));
        Journey.Disqualified no = journey.disqualified;
        if (no == null) return;
        contact.with("onefunnel_outcome", "DISQUALIFIED")
                .with("onefunnel_disqualify_reason", no.reason())
                .with("onefunnel_sub_reasons", no.subReasons())
                .with("onefunnel_context_note", no.note());
    }

    private static String status(Journey journey) {
        return switch (journey.status) {
            case NEW -> "NEW";
            case WORKING -> journey.touches.size() > 1 ? "IN_PROGRESS" : "ATTEMPTED_TO_CONTACT";
            case UNQUALIFIED -> "UNQUALIFIED";
            case CONVERTED -> "OPEN_DEAL";
        };
    }

    private static String lifecycle(Journey journey) {
        Sale sale = journey.sale;
        if (sale != null) return sale.won() ? "customer" : "opportunity";
        if (!journey.meetings.isEmpty()) return "salesqualifiedlead";
        if (journey.worked()) return "marketingqualifiedlead";
        return journey.responses.isEmpty() ? "other" : "lead";
    }

    private static String source(Person person, Journey journey) {
        if (journey.prospected || journey.referred) return "OFFLINE";
        // The same person always came from the same place, whatever else is drawn for them.
        return switch (Math.floorMod(person.workEmail().hashCode(), 6)) {
            case 0, 1 -> "ORGANIC_SEARCH";
            case 2 -> "PAID_SEARCH";
            case 3 -> "EMAIL_MARKETING";
            case 4 -> "SOCIAL_MEDIA";
            default -> "DIRECT_TRAFFIC";
        };
    }

    private static String disposition(Journey.Channel channel) {
        return switch (channel) {
            case CONNECTED -> CONNECTED;
            case VOICEMAIL -> LEFT_VOICEMAIL;
            case WRONG_NUMBER -> WRONG_NUMBER;
            default -> NO_ANSWER;
        };
    }

    private static long modified(Meeting meeting) {
        boolean over = meeting.outcome() != Journey.Outcome.SCHEDULED && meeting.outcome() != Journey.Outcome.UNTOLD;
        return over ? meeting.end() : meeting.bookedAt();
    }

    private static String outcome(Meeting meeting) {
        return switch (meeting.outcome()) {
            case HELD -> "COMPLETED";
            case NO_SHOW -> "NO_SHOW";
            case CANCELLED -> "CANCELED";
            case SCHEDULED, UNTOLD -> "SCHEDULED";
        };
    }
}
