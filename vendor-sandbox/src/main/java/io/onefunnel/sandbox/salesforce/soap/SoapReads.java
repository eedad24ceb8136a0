package io.onefunnel.sandbox.salesforce.soap;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.services.Replication;
import io.onefunnel.sandbox.salesforce.soql.BatchSize;
import io.onefunnel.sandbox.salesforce.soql.Cursors;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SOAP calls that read: describes, queries, retrieves, replication. */
final class SoapReads {
    private static final int MOST_DESCRIBED = 100;

    private final OrgServices org;
    private final RecordXml records;

    SoapReads(OrgServices org) {
        this.org = org;
        this.records = new RecordXml(org.store(), org.runner());
    }

    void query(XmlWriter out, Xml operation, SoapHeaders headers, Access access, boolean deleted) {
        Query query = org.reader(access).read(operation.textOf("queryString").orElse(""));
        List<Row> rows = org.runner().rows(query, deleted, access);
        if (query.countOnly()) {
            result(out, null, List.of(), query, rows.size(), access);
        } else if (query.isAggregate()) {
            aggregates(out, query, rows);
        } else {
            page(
                    out,
                    org.cursors()
                            .first(
                                    query,
                                    rows,
                                    BatchSize.of(query, headers.batchSize(BatchSize.LARGEST), org.settings())),
                    access);
        }
    }

    void queryMore(XmlWriter out, Xml operation, SoapHeaders headers, Access access, HttpCall call) {
        if (org.faults().take("invalid-locator", call).isPresent()) throw Cursors.invalid();
        String locator = operation.textOf("queryLocator").orElse("");
        int asked = headers.batchSize(BatchSize.LARGEST);
        page(out, org.cursors().more(locator, query -> BatchSize.of(query, asked, org.settings())), access);
    }

    void retrieve(XmlWriter out, Xml operation, Access access) {
        ObjectType type = type(operation.textOf("sObjectType").orElse(""), access);
        List<Field> fields = new ArrayList<>();
        for (String name : operation.textOf("fieldList").orElse("").split(",")) {
            fields.add(type.field(name.strip())
                    .filter(field -> access.sees(type, field))
                    .orElseThrow(() -> new SalesforceError(
                            400,
                            "INVALID_FIELD",
                            "No such column '" + name.strip() + "' on entity '" + type + "'",
                            Position.NONE)));
        }
        for (Xml id : operation.all("ids")) {
            Row row = org.store()
                    .table(type)
                    .row(id.text())
                    .filter(found -> !found.isDeleted() && access.sees(type, found))
                    .orElse(null);
            if (row == null) {
                out.text("result", null);
            } else {
                records.writeFields(out, "result", type.name(), row, fields);
            }
        }
    }

    void describe(XmlWriter out, Xml operation, Access access) {
        List<Xml> names = operation.children();
        if (names.size() > MOST_DESCRIBED) {
            throw new SalesforceError(400, "EXCEEDED_MAX_TYPES_LIMIT", "at most 100 types can be described");
        }
        for (Xml name : names) new DescribeXml(org.store().schema(), access).object(out, type(name.text(), access));
    }

    void describeGlobal(XmlWriter out, Access access) {
        out.open("result").text("encoding", "UTF-8").number("maxBatchSize", 200);
        for (ObjectType type : org.store().schema().types()) {
            if (access.sees(type)) new DescribeXml(org.store().schema(), access).summary(out, type);
        }
        out.close("result");
    }

    void getUpdated(XmlWriter out, Xml operation, Access access) {
        Replication.Window window =
                org.replication().updated(replicated(operation, access), start(operation), end(operation), access);
        out.open("result");
        window.rows().forEach(row -> out.text("ids", row.id()));
        out.text("latestDateCovered", FieldType.datetime(window.covered())).close("result");
    }

    void getDeleted(XmlWriter out, Xml operation, Access access) {
        Replication.Window window =
                org.replication().deleted(replicated(operation, access), start(operation), end(operation), access);
        out.open("result");
        for (Row row : window.rows()) {
            out.open("deletedRecords");
            out.text("deletedDate", FieldType.datetime(Instant.ofEpochSecond(row.deletedAt())));
            out.text("id", row.id()).close("deletedRecords");
        }
        out.text("earliestDateAvailable", FieldType.datetime(org.replication().earliest()));
        out.text("latestDateCovered", FieldType.datetime(window.covered())).close("result");
    }

    private ObjectType replicated(Xml operation, Access access) {
        return type(operation.textOf("sObjectType").orElse(""), access);
    }

    private static String start(Xml operation) {
        return operation.textOf("startDate").orElse("");
    }

    private static String end(Xml operation) {
        return operation.textOf("endDate").orElse("");
    }

    void getServerTimestamp(XmlWriter out) {
        out.open("result").text("timestamp", FieldType.datetime(now())).close("result");
    }

    void getUserInfo(XmlWriter out, Access access) {
        var identity = org.identity();
        out.open("result");
        out.flag("accessibilityMode", false).flag("chatterExternal", false).text("currencySymbol", "$");
        out.number("orgAttachmentFileSizeLimit", 26_214_400).text("orgDefaultCurrencyIsoCode", "USD");
        out.text("orgDefaultCurrencyLocale", "en_US").flag("orgDisallowHtmlAttachments", false);
        out.flag("orgHasPersonAccounts", false).text("organizationId", identity.orgId());
        out.flag("organizationMultiCurrency", false).text("organizationName", identity.name());
        out.text("profileId", org.store().ids().next("00e")).text("roleId", null);
        out.number("sessionSecondsValid", org.settings().number("sessionSeconds"));
        out.text("userDefaultCurrencyIsoCode", null)
                .text("userEmail", access.user().username());
        out.text("userFullName", fullName(access)).text("userId", access.userId());
        out.text("userLanguage", "en_US")
                .text("userLocale", "en_US")
                .text("userName", access.user().username());
        out.text("userTimeZone", "GMT").text("userType", "Standard").text("userUiSkin", "Theme3");
        out.close("result");
    }

    private @Nullable String fullName(Access access) {
        return org.store()
                .row(access.userId())
                .map(user -> user.value(org.store().field("User", "Name")))
                .orElse(null);
    }

    private void page(XmlWriter out, Cursors.Page page, Access access) {
        result(out, page.next().orElse(null), page.rows(), page.query(), page.size(), access);
    }

    private void result(XmlWriter out, @Nullable String locator, List<Row> rows, Query query, int size, Access access) {
        out.open("result", "xsi:type=\"QueryResult\"");
        out.flag("done", locator == null).text("queryLocator", locator);
        for (Row row : rows) records.write(out, query, row, access);
        out.number("size", size).close("result");
    }

    private void aggregates(XmlWriter out, Query query, List<Row> rows) {
        List<Map<String, @Nullable String>> answers = org.runner().aggregates(query, rows);
        out.open("result", "xsi:type=\"QueryResult\"").flag("done", true).text("queryLocator", null);
        for (Map<String, @Nullable String> answer : answers) records.writeAggregate(out, query, answer);
        out.number("size", answers.size()).close("result");
    }

    private ObjectType type(String name, Access access) {
        return org.store()
                .schema()
                .type(name)
                .filter(access::sees)
                .orElseThrow(() -> new SalesforceError(
                        400, "INVALID_TYPE", "sObject type '" + name + "' is not supported.", Position.NONE));
    }

    private Instant now() {
        return org.store().clock().instant();
    }
}
