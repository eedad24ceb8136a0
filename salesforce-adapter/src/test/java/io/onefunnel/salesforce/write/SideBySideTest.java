package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls of rows that are under way at the same time. */
class SideBySideTest {
    private static final String OK = "<result><id>00Q000000000001AAA</id><success>true</success></result>";
    private static final String LOCKED =
            "<result><errors><extendedErrorDetails xsi:nil=\"true\"/><message>locked</message>"
                    + "<statusCode>UNABLE_TO_LOCK_ROW</statusCode></errors><id xsi:nil=\"true\"/>"
                    + "<success>false</success></result>";

    @Test
    void aThousandRowsAreFiveCallsAtTheSameTime() {
        // Nobody is answered before five have asked.
        CyclicBarrier five = new CyclicBarrier(5);
        try (CannedOrg org = new CannedOrg(call -> {
            meet(five);
            return CannedOrg.soap("update", OK.repeat(rowsOf(call)));
        })) {
            assertThat(UpdateBatches.updates(org.writing()).run(rows("Lead", 1_000)))
                    .hasSize(1_000)
                    .hasOnlyElementsOfType(WriteResult.Written.class);
            assertThat(org.calls())
                    .hasSize(5)
                    .allSatisfy(call -> assertThat(rowsOf(call)).isEqualTo(200));
        }
    }

    @Test
    void outcomesStandInTheOrderOfTheRowsWhateverTheOrderOfTheAnswers() {
        try (CannedOrg org = new CannedOrg(call -> CannedOrg.soap("update", OK.repeat(rowsOf(call))))) {
            List<UpdateBatches.Row> rows = new ArrayList<>(rows("Lead", 450));
            Collections.shuffle(rows, new Random(7));

            assertThat(UpdateBatches.updates(org.writing()).run(rows))
                    .extracting(WriteResult::target)
                    .containsExactlyElementsOf(
                            rows.stream().map(UpdateBatches.Row::target).toList());
        }
    }

    @Test
    void aQuotaThatEndsBetweenCallsPutsTheOthersOff() {
        AtomicInteger calls = new AtomicInteger();
        try (CannedOrg org = new CannedOrg(call -> calls.incrementAndGet() == 1
                ? CannedOrg.soap("update", OK.repeat(rowsOf(call)))
                : fault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))) {
            List<WriteResult> outcomes = UpdateBatches.updates(org.writing()).run(rows("Lead", 2_000));

            assertThat(outcomes)
                    .filteredOn(WriteResult.Written.class::isInstance)
                    .hasSize(200);
            assertThat(outcomes)
                    .filteredOn(WriteResult.Deferred.class::isInstance)
                    .hasSize(1_800);
            assertThat(org.calls()).as("calls after the first refusal").hasSizeLessThan(10);
        }
    }

    @Test
    void aRunOfWhichNoCallWasTakenIsRefusedAsAWhole() {
        try (CannedOrg org = new CannedOrg(call -> fault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))) {
            assertThatThrownBy(() -> UpdateBatches.updates(org.writing()).run(rows("Lead", 600)))
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED));
        }
    }

    @Test
    void lockedContactsOfOneAccountGoTogetherWhenNothingElseIsUnderWay() {
        AtomicInteger updates = new AtomicInteger();
        try (CannedOrg org = new CannedOrg(call -> {
            if (call.contains("describeSObjects")) return described(call);
            if (call.contains("queryAll")) return accounts();
            boolean first = updates.incrementAndGet() == 1;
            return CannedOrg.soap("update", (first ? LOCKED : OK).repeat(rowsOf(call)));
        })) {
            assertThat(UpdateBatches.updates(org.writing()).run(rows("Contact", 4)))
                    .hasOnlyElementsOfType(WriteResult.Written.class);
            List<String> sent = org.calls().stream()
                    .filter(call -> call.contains("<m:update"))
                    .toList();
            assertThat(sent).hasSize(2);
            assertThat(order(sent.get(0))).containsExactly(1, 2, 3, 4);
            assertThat(order(sent.get(1))).as("by account").containsExactly(1, 3, 2, 4);
        }
    }

    private static List<Integer> order(String call) {
        return Pattern.compile(">00Q00000000(\\d{4})AAA<")
                .matcher(call)
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .distinct()
                .toList();
    }

    /** Contacts 1 and 3 belong to the first account, 2 and 4 to the second. */
    private static CannedOrg.Answer accounts() {
        String records = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> "<records xsi:type=\"sf:sObject\"><sf:type>Contact</sf:type><sf:Id>" + id(number)
                        + "</sf:Id><sf:AccountId>00100000000000" + (number % 2 == 1 ? 1 : 2)
                        + "AAA</sf:AccountId></records>")
                .collect(Collectors.joining());
        return CannedOrg.soap(
                "queryAll",
                "<result xsi:type=\"QueryResult\"><done>true</done><queryLocator xsi:nil=\"true\"/>" + records
                        + "<size>4</size></result>");
    }

    private static CannedOrg.Answer described(String call) {
        // A field says more than this in an org; the client reads what is there.
        String field = "<fields><aggregatable>true</aggregatable><name>AccountId</name><type>reference</type></fields>";
        String results = Pattern.compile("sObjectType>([A-Za-z_]+)<")
                .matcher(call)
                .results()
                .map(asked -> "<result>" + field + "<name>" + asked.group(1) + "</name></result>")
                .collect(Collectors.joining());
        return CannedOrg.soap("describeSObjects", results);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }

    private static CannedOrg.Answer fault(String code, String message) {
        return new CannedOrg.Answer(
                500,
                "text/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                        + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                        + " xmlns:sf=\"urn:fault.partner.soap.sforce.com\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault>"
                        + "<faultcode>sf:" + code + "</faultcode><faultstring>" + code + ": " + message
                        + "</faultstring><detail><sf:UnexpectedErrorFault xsi:type=\"sf:UnexpectedErrorFault\">"
                        + "<sf:exceptionCode>" + code + "</sf:exceptionCode><sf:exceptionMessage>" + message
                        + "</sf:exceptionMessage></sf:UnexpectedErrorFault></detail></soapenv:Fault></soapenv:Body>"
                        + "</soapenv:Envelope>");
    }

    private static int rowsOf(String call) {
        return call.split("<m:sObjects").length - 1;
    }

    private static List<UpdateBatches.Row> rows(String type, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> {
                    SObject record = new SObject(type);
                    record.setId(id(number));
                    record.setField("OneFunnel_Score__c", "50");
                    return new UpdateBatches.Row(
                            new SourceRef(new ConnectionId("salesforce"), RecordKind.PERSON, id(number)), record);
                })
                .toList();
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "00Q00000000%04dAAA", number);
    }
}
