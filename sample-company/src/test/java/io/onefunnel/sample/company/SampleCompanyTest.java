package io.onefunnel.sample.company;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.sandbox.Recorder;
import io.onefunnel.sandbox.Recorder.Row;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sample company")
class SampleCompanyTest {
    private static final Instant ANCHOR = Instant.parse("2026-03-04T15:20:00Z");

    private static final class World {
        final SandboxClock clock = new SandboxClock(InstantSource.fixed(ANCHOR));
        final Recorder.Org org = new Recorder.Org(clock, new Calls(), new WriteAudit(), new Faults());
        final Recorder.Portal portal = new Recorder.Portal(clock, new Calls(), new WriteAudit(), new Faults());
        final Recorder.Instance instance = new Recorder.Instance(clock, new Calls(), new WriteAudit(), new Faults());
        final GroundTruth truth;

        World(int people, long seed) {
            truth = SampleCompany.generate(new SampleSettings(people, seed, ANCHOR), org, portal, instance);
        }

        Map<String, Row> salesforceById() {
            Map<String, Row> rows = new HashMap<>();
            org.rows.forEach(row -> rows.put(row.id(), row));
            return rows;
        }
    }

    private static final World WORLD = new World(2000, 7);

    @Test
    void isTheSameForTheSameSeedAndDifferentForAnother() {
        World one = new World(300, 11);
        World same = new World(300, 11);
        World other = new World(300, 12);
        assertThat(one.org.rows).isEqualTo(same.org.rows);
        assertThat(one.portal.rows).isEqualTo(same.portal.rows);
        assertThat(one.instance.rows).isEqualTo(same.instance.rows);
        assertThat(one.org.rows).isNotEqualTo(other.org.rows);
    }

    @Test
    void hasExactlyAsManyPeopleAsAskedAndEachIsInOneToThreeSystems() {
        for (int people : List.of(1, 37, 2000)) {
            World world = people == 2000 ? WORLD : new World(people, 7);
            assertThat(world.truth.people()).isEqualTo(people);
            assertThat(IntStream.range(0, people)
                            .mapToObj(world.truth::recordsOfPerson)
                            .map(refs -> refs.stream()
                                    .map(GroundTruth.Ref::vendor)
                                    .distinct()
                                    .count()))
                    .allMatch(systems -> systems >= 1 && systems <= 3)
                    .contains(1L);
        }
        assertThat(WORLD.truth.companies()).isBetween(2000 * 10 / 40, 2000 * 10 / 26);
    }

    @Test
    void theTruthNamesEveryRecordOfAPersonOnce() {
        Set<GroundTruth.Ref> known = new HashSet<>();
        for (int i = 0; i < WORLD.truth.people(); i++)
            for (GroundTruth.Ref ref : WORLD.truth.recordsOfPerson(i))
                assertThat(known.add(ref)).isTrue();
        int stored = WORLD.org.of("Lead").size()
                + WORLD.org.of("Contact").size()
                + WORLD.portal.of("contacts").size()
                + WORLD.instance.of("leads").size();
        assertThat(known).hasSize(stored);
        Row lead = WORLD.org.of("Lead").get(5);
        assertThat(WORLD.truth.recordsOfPerson(
                        WORLD.truth.personOf("salesforce", "Lead", lead.id()).orElseThrow()))
                .contains(new GroundTruth.Ref("salesforce", "Lead", lead.id()));
    }

    @Test
    void everyReferenceLeadsToARecord() {
        Map<String, Row> rows = WORLD.salesforceById();
        List<String> references = List.of(
                "OwnerId",
                "WhoId",
                "WhatId",
                "AccountId",
                "CampaignId",
                "LeadId",
                "ContactId",
                "OpportunityId",
                "ManagerId",
                "OneFunnel_Referred_By__c",
                "ConvertedContactId",
                "ConvertedAccountId");
        for (Row row : WORLD.org.rows)
            for (String reference : references) {
                String id = row.values().getOrDefault(reference, "");
                if (!id.isEmpty())
                    assertThat(rows).as(row.type() + "." + reference).containsKey(id);
            }
        for (Row lead : WORLD.instance.of("leads"))
            for (String reference : List.of("sfdcLeadId", "sfdcContactId")) {
                String id = lead.values().getOrDefault(reference, "");
                if (!id.isEmpty()) assertThat(rows).containsKey(id);
            }
    }

    @Test
    void aContactComesIntoBeingWhenItsLeadIsConvertedNotBefore() {
        Map<String, Row> rows = WORLD.salesforceById();
        List<Row> converted = WORLD.org.of("Lead").stream()
                .filter(lead -> "true".equals(lead.values().get("IsConverted")))
                .toList();
        assertThat(converted).isNotEmpty().allSatisfy(lead -> {
            Instant contact = at(rows, lead.values().getOrDefault("ConvertedContactId", ""), "CreatedDate");
            assertThat(contact.toString()).startsWith(lead.values().getOrDefault("ConvertedDate", "none"));
            assertThat(contact).isAfter(at(rows, lead.id(), "CreatedDate"));
        });
    }

    @Test
    void nothingHasHappenedYetThatLiesAheadOfTheAnchor() {
        for (Row row : WORLD.org.rows)
            for (String stamp : List.of("CreatedDate", "SystemModstamp", "CompletedDateTime")) {
                String at = row.values().getOrDefault(stamp, "");
                if (!at.isEmpty()) assertThat(Instant.parse(at)).as(row.type()).isBeforeOrEqualTo(ANCHOR);
            }
        for (Row row : WORLD.portal.rows)
            for (String stamp : List.of("createdate", "lastmodifieddate", "hs_lastmodifieddate")) {
                String at = row.values().getOrDefault(stamp, "");
                if (!at.isEmpty()) assertThat(Instant.parse(at)).as(row.type()).isBeforeOrEqualTo(ANCHOR);
            }
        for (Row row : WORLD.instance.rows) {
            String at = row.values().getOrDefault("at", "");
            if (!at.isEmpty()) assertThat(Instant.parse(at)).isBeforeOrEqualTo(ANCHOR);
        }
        assertThat(WORLD.org.of("Event"))
                .anyMatch(event -> Instant.parse(event.values().getOrDefault("StartDateTime", ""))
                        .isAfter(ANCHOR));
    }

    @Test
    void holdsEachKindOfDuplicateForAboutOnePersonInTwentyFive() {
        Map<String, Long> counts = WORLD.truth.counts();
        assertThat(counts.get("people with a duplicate inside a system")).isBetween(55L, 105L);
        assertThat(counts)
                .containsKeys(
                        "two leads of one person",
                        "a lead and a contact of one person",
                        "two marketo leads of one person",
                        "two hubspot contacts of one person");
    }

    @Test
    void hasFreshWorkForThreeToFivePeopleInAHundred() {
        assertThat(WORLD.truth.counts().get("people who responded in the last five working days"))
                .isBetween(60L, 100L);
        assertThat(WORLD.truth.counts().get("people of those not yet touched")).isPositive();
    }

    @Test
    void showsFollowUpThatDiffersByRepAndPaysOff() {
        Set<String> touched = new HashSet<>();
        WORLD.org.of("Task").forEach(task -> touched.add(task.values().getOrDefault("WhoId", "")));
        Map<String, List<Boolean>> byOwner = new HashMap<>();
        for (Row lead : WORLD.org.of("Lead"))
            if (List.of("New", "Working", "Unqualified").contains(lead.values().getOrDefault("Status", "")))
                byOwner.computeIfAbsent(lead.values().getOrDefault("OwnerId", ""), owner -> new ArrayList<>())
                        .add(touched.contains(lead.id()));
        List<Double> shares = byOwner.values().stream()
                .filter(leads -> leads.size() > 10)
                .map(leads -> leads.stream().filter(done -> done).count() / (double) leads.size())
                .toList();
        assertThat(shares).anyMatch(share -> share > 0.85).anyMatch(share -> share < 0.4);
        Map<String, Long> counts = WORLD.truth.counts();
        assertThat(counts.get("people won")).isBetween(25L, 120L);
        assertThat(counts).containsKeys("next sales", "deals won", "opportunities won");
    }

    @Test
    void turnsPeopleDownForStatedReasonsAndLeavesSomeUnsaid() {
        Set<String> reasons = new HashSet<>();
        Set<String> statuses = new HashSet<>();
        for (Row lead : WORLD.org.of("Lead")) {
            String reason = lead.values().getOrDefault("OneFunnel_Disqualify_Reason__c", "");
            String status = lead.values().getOrDefault("Status", "");
            statuses.add(status);
            if (!reason.isEmpty()) {
                reasons.add(reason);
                assertThat(status).isEqualTo("Unqualified");
            }
        }
        assertThat(reasons)
                .containsExactlyInAnyOrder("UNREACHABLE", "NON_COMPLIANT_SLA", "NO_ACKNOWLEDGED_NEED", "OTHER");
        assertThat(statuses).containsExactlyInAnyOrder("New", "Working", "Unqualified", "Qualified", "Nurture");
    }

    @Test
    void aReferredLeadComesWithinThirtyDaysOfATouchByItsOwnerAtTheSameCompany() {
        Map<String, Row> rows = WORLD.salesforceById();
        assertThat(WORLD.truth.referrals()).isNotEmpty();
        WORLD.truth.referrals().forEach((named, by) -> {
            Instant created = at(rows, named.id(), "CreatedDate");
            Instant talked = WORLD.org.of("Task").stream()
                    .filter(task -> by.id().equals(task.values().get("WhoId")))
                    .map(task -> Instant.parse(task.values().getOrDefault("CompletedDateTime", "")))
                    .filter(touch -> touch.isBefore(created))
                    .max(Instant::compareTo)
                    .orElseThrow();
            assertThat(Duration.between(talked, created)).isLessThan(Duration.ofDays(30));
        });
        assertThat(WORLD.org.of("Lead"))
                .anyMatch(lead -> lead.values().containsKey("OneFunnel_Referred_By__c"))
                .anyMatch(lead -> "Referral".equals(lead.values().get("LeadSource"))
                        && !lead.values().containsKey("OneFunnel_Referred_By__c"));
    }

    @Test
    void spellsPeopleAsFormsListsAndRepsDo() {
        List<String> emails = WORLD.instance.of("leads").stream()
                .map(lead -> lead.values().getOrDefault("email", ""))
                .toList();
        assertThat(emails).anyMatch(email -> email.startsWith("info@")).anyMatch(String::isEmpty);
        assertThat(WORLD.org.of("Lead"))
                .anyMatch(lead ->
                        !lead.values().getOrDefault("LastName", "").chars().allMatch(letter -> letter < 0x250));
        assertThat(WORLD.portal.of("contacts"))
                .anyMatch(contact -> contact.values().getOrDefault("email", "").contains("+"));
    }

    private static Instant at(Map<String, Row> rows, String id, String field) {
        Row row = rows.get(id);
        assertThat(row).isNotNull();
        return Instant.parse(row.values().getOrDefault(field, ""));
    }

    @Test
    void writesOnlyValuesThatTheOrgsPicklistsOfOurFieldsHave() {
        Schema schema = Schema.load();
        List<String> strangers = new ArrayList<>();
        for (Row row : WORLD.org.rows) {
            for (Map.Entry<String, String> value : row.values().entrySet()) {
                Field field = schema.type(row.type())
                        .orElseThrow()
                        .field(value.getKey())
                        .orElseThrow();
                boolean ours = field.isCustom()
                        && !field.picklist().isEmpty()
                        && !value.getValue().isEmpty();
                if (ours && !field.picklist().contains(value.getValue())) {
                    strangers.add(field.name() + "=" + value.getValue());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void meetingsEndInWordsThatTheMappingReads() throws IOException {
        Path mapping = Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings", "salesforce.yaml");
        Pattern values = Pattern.compile("from: OneFunnel_Meeting_Outcome__c\\s+values: \\{([^}]*)}");
        Matcher found = values.matcher(Files.readString(mapping));
        assertThat(found.find()).isTrue();
        List<String> read = Arrays.stream(found.group(1).split(","))
                .map(pair -> pair.split(":")[0].strip())
                .toList();
        List<String> picklist = Schema.load()
                .type("Event")
                .flatMap(event -> event.field("OneFunnel_Meeting_Outcome__c"))
                .orElseThrow()
                .picklist();
        assertThat(read).containsAll(picklist);
    }
}
