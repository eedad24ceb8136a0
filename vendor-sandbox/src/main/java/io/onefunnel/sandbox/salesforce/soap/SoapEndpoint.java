package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.session.CallGate;
import io.onefunnel.sandbox.salesforce.write.Writes;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Partner API's endpoint, {@code /services/Soap/u/65.0}. A fault is always an HTTP 500. */
public final class SoapEndpoint {
    private static final Pattern PATH = Pattern.compile("/services/Soap/u/(\\d+\\.\\d)(/.*)?");
    // 21-30 were retired in Summer '25; nothing newer than 65.0 is known here.
    private static final double OLDEST = 31;
    private static final double NEWEST = 65;

    private final OrgServices org;
    private final CallGate gate;
    private final Calls calls;
    private final SoapReads reads;
    private final SoapWrites writes;

    public SoapEndpoint(OrgServices org, CallGate gate, Calls calls) {
        this.org = org;
        this.gate = gate;
        this.calls = calls;
        this.reads = new SoapReads(org);
        this.writes = new SoapWrites(org);
    }

    public boolean serves(String path) {
        return path.startsWith("/services/Soap/u/");
    }

    public HttpAnswer answer(HttpCall call) {
        try {
            checkVersion(call.path());
            Xml envelope = Xml.parse(call.text());
            SoapHeaders headers = new SoapHeaders(envelope.child("Header"));
            Xml operation = envelope.child("Body")
                    .flatMap(body -> body.children().stream().findFirst())
                    .orElseThrow(() -> new SalesforceError(500, "XML_PARSER_ERROR", "the envelope has no operation"));
            calls.count(operation.name());
            Access access = gate.admit(headers.sessionId(), call);
            XmlWriter body = new XmlWriter();
            org.store().alone(() -> {
                run(body, operation, headers, access, call);
                return true;
            });
            return HttpAnswer.of(200, "text/xml;charset=UTF-8", answered(operation.name(), body));
        } catch (SalesforceError error) {
            return HttpAnswer.of(500, "text/xml;charset=UTF-8", fault(error));
        }
    }

    private void run(XmlWriter out, Xml operation, SoapHeaders headers, Access access, HttpCall call) {
        Writes.Options options =
                new Writes.Options(headers.allOrNone(), headers.truncate(), headers.allowDuplicates(), access, call);
        switch (operation.name()) {
            case "query" -> reads.query(out, operation, headers, access, false);
            case "queryAll" -> reads.query(out, operation, headers, access, true);
            case "queryMore" -> reads.queryMore(out, operation, headers, access, call);
            case "retrieve" -> reads.retrieve(out, operation, access);
            case "describeSObject", "describeSObjects" -> reads.describe(out, operation, access);
            case "describeGlobal" -> reads.describeGlobal(out, access);
            case "getUpdated" -> reads.getUpdated(out, operation, access);
            case "getDeleted" -> reads.getDeleted(out, operation, access);
            case "getServerTimestamp" -> reads.getServerTimestamp(out);
            case "getUserInfo" -> reads.getUserInfo(out, access);
            case "create" -> writes.create(out, operation, options);
            case "update" -> writes.update(out, operation, options);
            case "upsert" -> writes.upsert(out, operation, options);
            case "delete" -> writes.delete(out, operation, options);
            case "undelete" -> writes.undelete(out, operation, options);
            case "emptyRecycleBin" -> writes.emptyRecycleBin(out, operation, options);
            case "findDuplicates" -> writes.findDuplicates(out, operation, options);
            case "findDuplicatesByIds" -> writes.findDuplicatesByIds(out, operation, options);
            case "merge" -> writes.merge(out, operation, options);
            case "convertLead" -> writes.convertLead(out, operation, options);
            default ->
                throw new SalesforceError(
                        500, "INVALID_OPERATION", "No operation available for request " + operation.name());
        }
    }

    private static void checkVersion(String path) {
        Matcher version = PATH.matcher(path);
        boolean supported = version.matches()
                && Double.parseDouble(version.group(1)) >= OLDEST
                && Double.parseDouble(version.group(1)) <= NEWEST;
        if (!supported) {
            throw new SalesforceError(500, "UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL");
        }
    }

    private String answered(String operation, XmlWriter body) {
        XmlWriter limit = new XmlWriter();
        limit.open("LimitInfoHeader").open("limitInfo");
        limit.number("current", org.quota().used())
                .number("limit", org.quota().max())
                .text("type", "API REQUESTS");
        limit.close("limitInfo").close("LimitInfoHeader");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns=\"urn:partner.soap.sforce.com\" xmlns:sf=\"urn:sobject.partner.soap.sforce.com\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                + "<soapenv:Header>" + limit + "</soapenv:Header><soapenv:Body><" + operation + "Response>" + body
                + "</"
                + operation + "Response></soapenv:Body></soapenv:Envelope>";
    }

    private static String fault(SalesforceError error) {
        if (error.code().startsWith("soapenv:")) return bindingFault(error);
        String type = "sf:" + faultType(error.code());
        XmlWriter out = new XmlWriter();
        out.text("faultcode", "sf:" + error.code());
        out.text("faultstring", error.code() + ": " + error.text());
        out.open("detail").open(type, "xsi:type=\"" + type + "\"");
        out.text("sf:exceptionCode", error.code()).text("sf:exceptionMessage", error.text());
        if (isQueryFault(error)) {
            SalesforceError.Position at = Objects.requireNonNull(error.position());
            out.number("sf:row", at.row()).number("sf:column", at.column());
        }
        out.close(type).close("detail");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:sf=\"urn:fault.partner.soap.sforce.com\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault>" + out
                + "</soapenv:Fault></soapenv:Body></soapenv:Envelope>";
    }

    /** A request that does not fit the WSDL never reaches the API: the fault has no detail. */
    private static String bindingFault(SalesforceError error) {
        XmlWriter out = new XmlWriter();
        out.text("faultcode", error.code()).text("faultstring", error.text());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                + "<soapenv:Fault>" + out + "</soapenv:Fault></soapenv:Body></soapenv:Envelope>";
    }

    /** Only faults about a query carry a row and a column. */
    private static boolean isQueryFault(SalesforceError error) {
        return error.position() != null
                && switch (faultType(error.code())) {
                    case "MalformedQueryFault", "InvalidFieldFault", "InvalidSObjectFault" -> true;
                    default -> false;
                };
    }

    private static String faultType(String code) {
        return switch (code) {
            case "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR" -> "MalformedQueryFault";
            case "INVALID_FIELD" -> "InvalidFieldFault";
            case "INVALID_TYPE" -> "InvalidSObjectFault";
            case "INVALID_QUERY_LOCATOR" -> "InvalidQueryLocatorFault";
            case "INVALID_ID_FIELD", "MALFORMED_ID" -> "InvalidIdFault";
            default -> "UnexpectedErrorFault";
        };
    }
}
