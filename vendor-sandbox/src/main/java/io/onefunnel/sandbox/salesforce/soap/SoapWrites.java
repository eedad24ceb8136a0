package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.write.ConvertCall;
import io.onefunnel.sandbox.salesforce.write.MergeCall;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.salesforce.write.Writes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SOAP calls that write, each with a result for every row. */
final class SoapWrites {
    // Up to 200 merge requests in a call: SOAP API Call Limits.
    private static final int MOST_MERGES = 200;
    private static final int MOST_CONVERSIONS = 100;
    // Records in one findDuplicates call: FindDuplicates, SOAP API guide.
    private static final int MOST_SEARCHED = 50;

    private final OrgServices org;

    SoapWrites(OrgServices org) {
        this.org = org;
    }

    void create(XmlWriter out, Xml operation, Writes.Options options) {
        results(out, org.writes().create(sent(operation.all("sObjects")), options), false);
    }

    void update(XmlWriter out, Xml operation, Writes.Options options) {
        results(out, org.writes().update(sent(operation.all("sObjects")), options), false);
    }

    void upsert(XmlWriter out, Xml operation, Writes.Options options) {
        String key = operation.textOf("externalIDFieldName").orElse("");
        results(out, org.writes().upsert(key, sent(operation.all("sObjects")), options), true);
    }

    void delete(XmlWriter out, Xml operation, Writes.Options options) {
        results(out, org.writes().delete(ids(operation), options), false);
    }

    void undelete(XmlWriter out, Xml operation, Writes.Options options) {
        results(out, org.writes().undelete(ids(operation), options), false);
    }

    void emptyRecycleBin(XmlWriter out, Xml operation, Writes.Options options) {
        for (RowResult each : org.writes().purge(ids(operation), options)) {
            out.open("result");
            errors(out, each);
            out.text("id", each.id()).flag("success", each.success()).close("result");
        }
    }

    /** What the org's own duplicate rules find, for records as they were sent. */
    void findDuplicates(XmlWriter out, Xml operation, Writes.Options options) {
        List<Sent> records = sent(operation.all("sObjects"));
        if (records.size() > MOST_SEARCHED) throw tooMany(MOST_SEARCHED);
        for (Sent each : records) duplicates(out, org.writes().duplicates(each, options));
    }

    void findDuplicatesByIds(XmlWriter out, Xml operation, Writes.Options options) {
        List<String> ids = ids(operation);
        if (ids.size() > MOST_SEARCHED) throw tooMany(MOST_SEARCHED);
        for (String id : ids) duplicates(out, org.writes().duplicatesOf(id, options));
    }

    private static void duplicates(XmlWriter out, List<DuplicatesFound> found) {
        out.open("result");
        found.forEach(each -> DuplicateXml.write(out, "duplicateResults", each));
        out.flag("success", true).close("result");
    }

    void merge(XmlWriter out, Xml operation, Writes.Options options) {
        // An element that the WSDL does not name is refused by the platform's XML binding, whatever it means.
        for (Xml each : operation.children()) {
            if (!each.name().equals("request")) throw misplaced(each.name());
        }
        List<MergeCall.Request> requests = operation.all("request").stream()
                .map(request -> new MergeCall.Request(
                        sent(request.child("masterRecord")
                                .orElseThrow(() ->
                                        new SalesforceError(400, "MISSING_ARGUMENT", "masterRecord not specified"))),
                        request.all("recordToMergeIds").stream().map(Xml::text).toList(),
                        information(request)))
                .toList();
        if (requests.size() > MOST_MERGES) throw tooMany(MOST_MERGES);
        for (MergeCall.Result each : org.mergeCall().merge(requests, options)) {
            out.open("result");
            errors(out, each.row());
            out.text("id", each.row().id());
            each.merged().forEach(id -> out.text("mergedRecordIds", id));
            out.flag("success", each.row().success());
            each.moved().forEach(id -> out.text("updatedRelatedIds", id));
            out.close("result");
        }
    }

    private static Map<String, String> information(Xml request) {
        Map<String, String> information = new LinkedHashMap<>();
        for (Xml each : request.all("additionalInformationMap")) {
            information.put(each.textOf("name").orElse(""), each.textOf("value").orElse(""));
        }
        return information;
    }

    void convertLead(XmlWriter out, Xml operation, Writes.Options options) {
        List<Xml> conversions = operation.all("leadConverts");
        if (conversions.size() > MOST_CONVERSIONS) throw tooMany(MOST_CONVERSIONS);
        List<ConvertCall.Request> requests =
                conversions.stream().map(SoapWrites::conversion).toList();
        for (ConvertCall.Result each : org.convertCall().convert(requests, options)) {
            out.open("result");
            out.text("accountId", each.accountId()).text("contactId", each.contactId());
            errors(out, each.row());
            out.text("leadId", each.row().id()).text("opportunityId", each.opportunityId());
            out.flag("success", each.row().success()).close("result");
        }
    }

    private static ConvertCall.Request conversion(Xml xml) {
        return new ConvertCall.Request(
                xml.textOf("leadId").orElse(null),
                xml.textOf("convertedStatus").orElse(null),
                xml.textOf("accountId").orElse(null),
                xml.textOf("contactId").orElse(null),
                xml.textOf("opportunityId").orElse(null),
                xml.textOf("opportunityName").orElse(null),
                xml.textOf("ownerId").orElse(null),
                xml.isTrue("doNotCreateOpportunity"),
                xml.isTrue("overwriteLeadSource"));
    }

    private List<Sent> sent(List<Xml> records) {
        return records.stream().map(this::sent).toList();
    }

    /** A generic sObject: its type, ids possibly twice, fieldsToNull, and one element for each field. */
    private Sent sent(Xml record) {
        String type = "";
        String id = null;
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (Xml each : record.children()) {
            switch (each.name()) {
                case "type" -> type = each.text();
                case "Id" -> id = each.nil() || each.text().isEmpty() ? id : each.text();
                case "fieldsToNull" -> values.put(each.text(), null);
                default -> {
                    // A nil or empty element changes nothing; blanking needs fieldsToNull.
                    if (!each.nil() && !each.text().isEmpty()) values.put(each.name(), each.text());
                }
            }
        }
        Sent sent = new Sent(type, id, values);
        bind(sent);
        return sent;
    }

    /**
     * A value that its field's XSD type cannot be read from refuses the whole call, whatever else it carries: public
     * reports of it are salesforcer #29 and Salesforce-Inspector-reloaded #1154.
     */
    private void bind(Sent sent) {
        org.store()
                .schema()
                .type(sent.type())
                .ifPresent(type -> sent.values().forEach((name, value) -> {
                    Optional<Field> field = type.field(name);
                    if (value == null || field.isEmpty()) return;
                    try {
                        field.get().type().canonical(value);
                    } catch (IllegalArgumentException e) {
                        throw new SalesforceError(500, "soapenv:Client", String.valueOf(e.getMessage()));
                    }
                }));
    }

    private static List<String> ids(Xml operation) {
        return operation.children().stream().map(Xml::text).toList();
    }

    private static void results(XmlWriter out, List<RowResult> results, boolean upsert) {
        for (RowResult each : results) {
            out.open("result");
            if (upsert) out.flag("created", each.created());
            errors(out, each);
            out.text("id", each.id());
            out.flag("success", each.success()).close("result");
        }
    }

    private static void errors(XmlWriter out, RowResult result) {
        for (RowResult.RowError error : result.errors()) {
            DuplicatesFound duplicates = error.duplicates();
            out.open("errors", duplicates == null ? "" : "xsi:type=\"DuplicateError\"");
            error.fields().forEach(field -> out.text("fields", field));
            out.text("message", error.message()).text("statusCode", error.code());
            if (duplicates != null) DuplicateXml.write(out, duplicates);
            out.close("errors");
        }
    }

    private static SalesforceError misplaced(String element) {
        return new SalesforceError(
                500, "soapenv:Client", "Element {urn:partner.soap.sforce.com}" + element + " invalid at this location");
    }

    private static SalesforceError tooMany(int most) {
        return new SalesforceError(
                400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than " + most + " in this call");
    }
}
