package io.onefunnel.sandbox.salesforce;

import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.sobject.SObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An org on a port, and force-wsc signed in to it. */
abstract class PartnerClient {
    final OrgOnPort port = new OrgOnPort();
    PartnerConnection soap;

    @BeforeEach
    void connect() throws Exception {
        soap = port.soap();
    }

    @AfterEach
    void stop() {
        port.close();
    }

    List<Object> column(String soql) throws Exception {
        return column(soql, soql.split(" ")[1]);
    }

    List<Object> column(String soql, String field) throws Exception {
        return Arrays.stream(soap.query(soql).getRecords())
                .map(row -> row.getField(field))
                .toList();
    }

    static SObject lead(String id, String field, Object value) {
        SObject lead = new SObject("Lead");
        lead.setId(id);
        lead.setField(field, value);
        return lead;
    }

    static Field field(DescribeSObjectResult object, String name) {
        return Arrays.stream(object.getFields())
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
