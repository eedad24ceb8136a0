package io.onefunnel.sample.csv;

import io.onefunnel.sample.csv.DealRow.Ending;
import io.onefunnel.sample.csv.ImportReport.FileReport;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the files put into Salesforce. */
final class SalesforceImport {
    private static final int MEETING_SECONDS = 1800;

    private final SalesforceData org;
    private final Instant now;
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<String, String> contacts = new HashMap<>();
    private final Map<String, String> accountOfContact = new HashMap<>();
    private final Map<String, String> leads = new HashMap<>();

    SalesforceImport(SalesforceData org, Instant now) {
        this.org = org;
        this.now = now;
    }

    /** The ids that Marketo's native sync would have filled in for a lead of the file. */
    Map<String, String> idsFor(String leadId) {
        String contact = contacts.get(leadId);
        if (contact != null)
            return Map.of("sfdcContactId", contact, "sfdcAccountId", accountOfContact.getOrDefault(contact, ""));
        String lead = leads.get(leadId);
        return lead == null ? Map.of() : Map.of("sfdcLeadId", lead);
    }

    void deal(DealRow deal, LeadBook leadBook, FileReport report) {
        Optional<LeadRow> lead = leadBook.find(deal.leadId(), deal.email()).flatMap(leadBook::lead);
        if (lead.isEmpty()) {
            report.note(
                    deal.line(),
                    "",
                    "no lead \"" + deal.leadId() + "\" in the file of leads: imported as its own person");
            leadBook.addFromDeal(person(deal, lead), deal.email());
        }
        Instant closed = deal.closed().orElse(now);
        Instant created =
                deal.created().or(() -> lead.flatMap(LeadRow::created)).orElse(closed);
        // A closing day before the first contact is a slip of the file; a record cannot close before it exists.
        Instant start = created.isAfter(closed) && deal.ending() != Ending.OPEN ? closed : created;
        String rep = user(deal.rep(), "Sales rep");
        String sdr = user(deal.sdr(), "SDR");
        String account = account(deal, lead, start, rep);
        String contact = contact(deal, lead, start, account, sdr.isEmpty() ? rep : sdr);
        opportunity(deal, lead, start, closed, account, contact, rep);
    }

    /** A Salesforce lead for somebody whom sales has worked and who has no deal. */
    void lead(LeadRow lead) {
        if (contacts.containsKey(lead.id()) || leads.containsKey(lead.id())) return;
        Map<String, String> fields = stamped(lead.created().orElse(now));
        fields.put("FirstName", lead.first());
        fields.put("LastName", lead.last().isEmpty() ? stand(lead.id()) : lead.last());
        fields.put("Company", lead.company().isEmpty() ? "[not provided]" : lead.company());
        fields.put("Email", lead.email());
        fields.put("Phone", lead.phone());
        fields.put("Title", lead.title());
        fields.put("City", lead.city());
        fields.put("Country", lead.country());
        fields.put("LeadSource", lead.source());
        fields.put("Status", "Working");
        leads.put(lead.id(), insert("Lead", fields));
    }

    void activity(ActivityRow activity) {
        String who = contacts.containsKey(activity.who()) ? contacts.get(activity.who()) : leads.get(activity.who());
        if (who == null) throw new IllegalStateException("no Salesforce record for line " + activity.line());
        Map<String, String> fields = stamped(activity.at());
        fields.put("WhoId", who);
        fields.put("OwnerId", user(activity.owner(), "Rep"));
        fields.put("Subject", activity.subject());
        fields.put("ActivityDate", day(activity.at()));
        if (activity.kind() == ActivityRow.Kind.MEETING) {
            fields.put("StartDateTime", activity.at().toString());
            fields.put("EndDateTime", activity.at().plusSeconds(MEETING_SECONDS).toString());
            fields.put("ActivityDateTime", activity.at().toString());
            fields.put("DurationInMinutes", Integer.toString(MEETING_SECONDS / 60));
            fields.put("IsChild", "false");
            fields.put("OneFunnel_Meeting_Outcome__c", activity.result());
            insert("Event", fields);
            return;
        }
        fields.put("Status", "Completed");
        fields.put("CompletedDateTime", activity.at().toString());
        fields.put(
                "TaskSubtype",
                switch (activity.kind()) {
                    case CALL -> "Call";
                    case EMAIL -> "Email";
                    default -> "Task";
                });
        fields.put("CallType", activity.inbound() ? "Inbound" : "Outbound");
        fields.put("CallDisposition", disposition(activity.result()));
        insert("Task", fields);
    }

    private String account(DealRow deal, Optional<LeadRow> lead, Instant at, String owner) {
        String name = !deal.account().isEmpty()
                ? deal.account()
                : lead.map(LeadRow::company)
                        .filter(company -> !company.isEmpty())
                        .orElse(stand(person(deal, lead)));
        String known = accounts.get(name.toLowerCase(Locale.ROOT));
        if (known != null) return known;
        Map<String, String> fields = stamped(at);
        fields.put("Name", name);
        fields.put("Industry", deal.segment());
        fields.put("Type", deal.ending() == Ending.WON ? "Customer" : "Prospect");
        fields.put("OwnerId", owner);
        String id = insert("Account", fields);
        accounts.put(name.toLowerCase(Locale.ROOT), id);
        return id;
    }

    private String contact(DealRow deal, Optional<LeadRow> lead, Instant at, String account, String owner) {
        String person = person(deal, lead);
        String known = contacts.get(person);
        if (known != null) return known;
        Map<String, String> fields = stamped(at);
        int space = deal.contact().lastIndexOf(' ');
        String first = space < 0 ? "" : deal.contact().substring(0, space);
        String last = deal.contact().isEmpty() ? stand(person) : deal.contact().substring(space + 1);
        fields.put("FirstName", lead.map(LeadRow::first).orElse(first));
        fields.put(
                "LastName",
                lead.map(LeadRow::last).filter(name -> !name.isEmpty()).orElse(last));
        fields.put(
                "Email",
                lead.map(LeadRow::email).filter(email -> !email.isEmpty()).orElse(deal.email()));
        fields.put("Phone", lead.map(LeadRow::phone).orElse(""));
        fields.put("Title", lead.map(LeadRow::title).orElse(""));
        fields.put("MailingCity", lead.map(LeadRow::city).orElse(""));
        fields.put("MailingCountry", lead.map(LeadRow::country).orElse(""));
        fields.put("LeadSource", lead.map(LeadRow::source).orElse(""));
        fields.put("AccountId", account);
        fields.put("OwnerId", owner);
        String id = insert("Contact", fields);
        contacts.put(person, id);
        accountOfContact.put(id, account);
        return id;
    }

    private void opportunity(
            DealRow deal,
            Optional<LeadRow> lead,
            Instant created,
            Instant closed,
            String account,
            String contact,
            String owner) {
        boolean won = deal.ending() == Ending.WON;
        boolean open = deal.ending() == Ending.OPEN;
        String stage =
                won ? "Closed Won" : open ? deal.stage().isEmpty() ? "Qualification" : deal.stage() : "Closed Lost";
        Map<String, String> fields = stamped(created);
        fields.put("SystemModstamp", (open ? created : closed).toString());
        fields.put("LastModifiedDate", (open ? created : closed).toString());
        fields.put(
                "Name",
                deal.name().isEmpty() ? "Deal " + (deal.id().isEmpty() ? deal.leadId() : deal.id()) : deal.name());
        fields.put("AccountId", account);
        fields.put("StageName", stage);
        fields.put("Amount", deal.amount());
        fields.put("CloseDate", day(closed));
        fields.put("IsClosed", Boolean.toString(!open));
        fields.put("IsWon", Boolean.toString(won));
        fields.put("Probability", won ? "100" : open ? "10" : "0");
        fields.put("Type", deal.type());
        fields.put("LeadSource", lead.map(LeadRow::source).orElse(""));
        fields.put("Loss_Reason__c", deal.lossReason());
        fields.put("OwnerId", owner);
        String id = insert("Opportunity", fields);
        Map<String, String> role = stamped(created);
        role.put("OpportunityId", id);
        role.put("ContactId", contact);
        role.put("Role", "Decision Maker");
        role.put("IsPrimary", "true");
        insert("OpportunityContactRole", role);
        history(id, open ? stage : "Qualification", deal, created);
        if (!open) history(id, stage, deal, closed);
    }

    private void history(String opportunity, String stage, DealRow deal, Instant at) {
        Map<String, String> fields = stamped(at);
        fields.put("OpportunityId", opportunity);
        fields.put("StageName", stage);
        fields.put("Amount", deal.amount());
        insert("OpportunityHistory", fields);
    }

    /** The user a name, an id or an address stands for; blank for a blank one. */
    private String user(String who, String role) {
        if (who.isEmpty()) return "";
        return users.computeIfAbsent(who, key -> {
            boolean address = who.indexOf('@') > 0;
            boolean named = !address && who.indexOf(' ') > 0;
            String name = address ? who.substring(0, who.indexOf('@')) : named ? who : role + " " + stand(who);
            Map<String, String> fields = stamped(now);
            fields.put("Name", name);
            fields.put("LastName", name);
            fields.put("Username", address ? who : who.replace(' ', '.') + "@sandbox.invalid");
            fields.put("Email", address ? who : who.replace(' ', '.') + "@sandbox.invalid");
            fields.put("IsActive", "true");
            fields.put("UserType", "Standard");
            return insert("User", fields);
        });
    }

    private String insert(String type, Map<String, String> fields) {
        fields.values().removeIf(String::isEmpty);
        return org.insert(type, fields);
    }

    /** Who a deal is with: its lead, or else whoever the deal's own columns name. */
    private static String person(DealRow deal, Optional<LeadRow> lead) {
        if (lead.isPresent()) return lead.get().id();
        if (!deal.leadId().isEmpty()) return deal.leadId();
        return deal.email().isEmpty() ? "deal " + deal.line() : deal.email();
    }

    /** What stands for a name that the file does not give: the beginning of the id. */
    private static String stand(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    private static String disposition(String result) {
        String plain = result.toLowerCase(Locale.ROOT);
        if (plain.contains("voicemail")) return "Left Voicemail";
        if (plain.contains("no answer") || plain.contains("busy")) return "No Answer";
        if (plain.contains("wrong")) return "Wrong Number";
        if (plain.contains("repl")) return "Replied";
        return plain.contains("connect") || plain.contains("spoke") ? "Connected" : result;
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    private static Map<String, String> stamped(Instant at) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("CreatedDate", at.toString());
        fields.put("LastModifiedDate", at.toString());
        fields.put("SystemModstamp", at.toString());
        return fields;
    }
}
