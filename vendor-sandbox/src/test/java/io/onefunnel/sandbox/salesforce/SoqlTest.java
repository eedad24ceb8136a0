package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.bind.XmlObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queries beyond fields and conditions. */
class SoqlTest extends PartnerClient {
    @Test
    void childrenComeWithTheirParents() throws Exception {
        String acme = port.org.insert("Account", Map.of("Name", "Acme"));
        port.org.insert("Account", Map.of("Name", "Empty"));
        for (String name : List.of("Ada", "Bob", "Cy")) {
            port.org.insert("Contact", Map.of("LastName", name, "AccountId", acme));
        }
        SObject[] accounts = soap.query("SELECT Name, (SELECT LastName FROM Contacts WHERE LastName != 'Bob'"
                        + " ORDER BY LastName DESC LIMIT 5) FROM Account ORDER BY Name")
                .getRecords();
        assertThat(values(accounts[0].getChild("Contacts"), "LastName")).containsExactly("Cy", "Ada");
        assertThat(accounts[1].getField("Contacts")).isNull();
        assertThatThrownBy(() -> soap.query("SELECT (SELECT Id FROM Nopes) FROM Account"))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionMessage()).contains("Didn't understand relationship"));
    }

    @Test
    void typeofReadsWhatTheParentIs() throws Exception {
        String account = port.org.insert("Account", Map.of("Name", "Acme", "Industry", "Steel"));
        String deal = port.org.insert(
                "Opportunity", Map.of("Name", "Deal", "StageName", "Prospecting", "CloseDate", "2026-06-30"));
        port.org.insert("Task", Map.of("Subject", "a", "WhatId", account));
        port.org.insert("Task", Map.of("Subject", "b", "WhatId", deal));
        SObject[] tasks = soap.query("SELECT Subject, TYPEOF What WHEN Account THEN Industry WHEN Opportunity THEN"
                        + " StageName END FROM Task ORDER BY Subject")
                .getRecords();
        assertThat(tasks[0].getChild("What").getField("Industry")).isEqualTo("Steel");
        assertThat(tasks[1].getChild("What").getField("StageName")).isEqualTo("Prospecting");
        assertThat(column("SELECT What.Type FROM Task WHERE What.Type = 'Account'", "What"))
                .hasSize(1);
    }

    @Test
    void groupsCanBeSummedFilteredAndOrdered() throws Exception {
        for (int i = 1; i <= 4; i++) {
            port.org.insert(
                    "Lead",
                    Map.of(
                            "LastName",
                            "L" + i,
                            "Company",
                            i < 4 ? "Acme" : "Bolt",
                            "AnnualRevenue",
                            Integer.toString(i * 10),
                            "CreatedDate",
                            "2026-0" + i + "-15T10:00:00Z"));
        }
        SObject[] groups = soap.query("SELECT Company c, COUNT(Id) n, SUM(AnnualRevenue) s, AVG(AnnualRevenue) a,"
                        + " MAX(CreatedDate) last FROM Lead GROUP BY Company HAVING COUNT(Id) > 0"
                        + " ORDER BY COUNT(Id) DESC")
                .getRecords();
        assertThat(groups[0].getField("c")).isEqualTo("Acme");
        assertThat(groups[0].getField("n")).isEqualTo("3");
        assertThat(groups[0].getField("s")).isEqualTo("60.0");
        assertThat(groups[0].getField("a")).isEqualTo("20.0");
        assertThat(groups[0].getField("last")).isEqualTo("2026-03-15T10:00:00.000Z");
        assertThat(soap.query("SELECT Company FROM Lead GROUP BY Company HAVING COUNT(Id) > 1")
                        .getSize())
                .isEqualTo(1);
        assertThat(column("SELECT CALENDAR_MONTH(CreatedDate) m FROM Lead GROUP BY CALENDAR_MONTH(CreatedDate)", "m"))
                .containsExactly("1", "2", "3", "4");
        assertThatThrownBy(() -> soap.query("SELECT LastName, COUNT(Id) FROM Lead GROUP BY Company"))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionMessage())
                                .contains("Field must be grouped or aggregated: LastName"));
    }

    @Test
    void semiJoinsOffsetsAndDateWordsNarrowAQuery() throws Exception {
        String in = port.lead("In", "Acme");
        port.lead("Out", "Acme");
        port.org.insert("Lead", Map.of("LastName", "Old", "Company", "A", "CreatedDate", "2025-12-31T23:00:00Z"));
        port.org.insert("Task", Map.of("WhoId", in, "Subject", "Call"));
        assertThat(names("Id IN (SELECT WhoId FROM Task WHERE Subject = 'Call')"))
                .containsExactly("In");
        assertThat(names("Id NOT IN (SELECT WhoId FROM Task) AND CreatedDate = THIS_YEAR"))
                .containsExactly("Out");
        assertThat(names("CreatedDate = LAST_N_MONTHS:3")).containsExactly("Old");
        assertThat(names("CreatedDate < THIS_QUARTER")).containsExactly("Old");
        assertThat(names("DAY_ONLY(CreatedDate) = 2026-03-02")).containsExactly("In", "Out");
        assertThat(column("SELECT LastName FROM Lead ORDER BY LastName LIMIT 1 OFFSET 1", "LastName"))
                .containsExactly("Old");
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Lead OFFSET 2001")).isInstanceOf(ApiFault.class);
    }

    @Test
    void nullsStandWhereTheyAreAskedToAndSetsOfPicksAreSearched() throws Exception {
        port.org.insert("Lead", Map.of("LastName", "A", "Company", "X", "OneFunnel_Sub_Reasons__c", "ONE;TWO"));
        port.org.insert("Lead", Map.of("LastName", "B", "Company", "X", "City", "Rome"));
        assertThat(column("SELECT LastName FROM Lead ORDER BY City", "LastName"))
                .containsExactly("A", "B");
        assertThat(column("SELECT LastName FROM Lead ORDER BY City NULLS LAST", "LastName"))
                .containsExactly("B", "A");
        assertThat(names("OneFunnel_Sub_Reasons__c INCLUDES ('ONE;TWO', 'SIX')"))
                .containsExactly("A");
        assertThat(names("OneFunnel_Sub_Reasons__c EXCLUDES ('TWO')")).containsExactly("B");
    }

    @Test
    void everyFieldOfAKindCanBeAskedForWithinBounds() throws Exception {
        port.org.insert("Lead", Map.of("LastName", "A", "Company", "X", "OneFunnel_Score__c", "7"));
        assertThat(soap.query("SELECT FIELDS(CUSTOM) FROM Lead LIMIT 200")
                        .getRecords()[0]
                        .getField("OneFunnel_Score__c"))
                .isEqualTo("7.0");
        assertThat(soap.query("SELECT FIELDS(STANDARD) FROM Lead")
                        .getRecords()[0]
                        .getField("Company"))
                .isEqualTo("X");
        assertThatThrownBy(() -> soap.query("SELECT FIELDS(ALL) FROM Lead"))
                .isInstanceOfSatisfying(
                        ApiFault.class,
                        fault -> assertThat(fault.getExceptionMessage()).contains("LIMIT of at most 200"));
        assertThatThrownBy(() -> soap.query("SELECT Id FROM Lead ALL ROWS")).isInstanceOf(ApiFault.class);
    }

    @Test
    void readingOnByStampAndIdMissesNothingAmongEqualStamps() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            if (i % 10 == 9) port.clock.advance(Duration.ofSeconds(1));
            expected.add(port.lead("L" + i, "Acme"));
        }
        List<String> read = new ArrayList<>();
        String where = "";
        for (SObject[] page = page(where); page.length > 0; page = page(where)) {
            for (SObject each : page) read.add(each.getId());
            SObject last = page[page.length - 1];
            Object stamp = last.getField("SystemModstamp");
            where = " WHERE (SystemModstamp > " + stamp + " OR (SystemModstamp = " + stamp + " AND Id > '"
                    + last.getId() + "'))";
        }
        assertThat(read).isEqualTo(expected);
        assertThat(column("SELECT Id FROM Lead WHERE Id > '" + expected.get(22) + "' ORDER BY Id", "Id"))
                .containsExactly(expected.get(23), expected.get(24));
        assertThat(column("SELECT Id FROM Lead ORDER BY SystemModstamp DESC LIMIT 1", "Id"))
                .containsExactly(expected.get(24));
    }

    private SObject[] page(String where) throws Exception {
        return soap.query("SELECT Id, SystemModstamp FROM Lead" + where + " ORDER BY SystemModstamp, Id LIMIT 4")
                .getRecords();
    }

    private List<Object> names(String where) throws Exception {
        return column("SELECT LastName FROM Lead WHERE " + where + " ORDER BY LastName", "LastName");
    }

    private static List<Object> values(XmlObject nested, String field) {
        List<Object> values = new ArrayList<>();
        for (Iterator<XmlObject> each = nested.getChildren("records"); each.hasNext(); ) {
            values.add(each.next().getField(field));
        }
        return values;
    }
}
