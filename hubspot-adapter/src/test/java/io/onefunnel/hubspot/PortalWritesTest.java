package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.hubspot.write.ReferralLabel;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In a portal that others work in too, the adapter")
class PortalWritesTest extends CountedPortal {
    private CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("writes 99 of a hundred, and says of the other one in HubSpot's words why not")
    void anAdminsRuleCostsItsOwnRowOnly() {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Map<Field, String> values = new EnumMap<>(Field.class);
            values.put(Field.EMAIL, "p" + i + "@example.org");
            if (i != 42) values.put(Field.TITLE, "Buyer");
            people.add(fixture.add(RecordKind.PERSON, values));
        }
        fixture.portal().set("validationRequires", "contacts.jobtitle");

        List<WriteResult> outcomes = adapter.writer(SetFields.class)
                .orElseThrow()
                .write(people.stream().map(PortalWritesTest::score).toList());

        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(99);
        assertThat(outcomes.get(42)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
            assertThat(rejected.vendorMessage()).contains("jobtitle").doesNotContain("@example.org");
        });
        assertThat(fixture.audit()).hasSize(99);
    }

    @Test
    @DisplayName("does not move a lifecycle stage back")
    void aStageIsNotTakenBack() {
        use(Map.of());
        SourceRef person = withStage("customer");

        assertThat(stage(person, "EXCHANGE"))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.vendorMessage()).contains("lifecycle"));
        assertThat(fixture.portal().record("contacts", person.id())).containsEntry("lifecyclestage", "customer");
        assertThat(stage(withStage("lead"), "OPPORTUNITY")).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("moves one back where an admin wants that, by clearing it first")
    void aStageIsClearedFirst() {
        use(Map.of("lifecycle-backwards", "true"));
        SourceRef person = withStage("customer");

        assertThat(stage(person, "EXCHANGE")).isInstanceOf(WriteResult.Written.class);

        assertThat(fixture.portal().record("contacts", person.id())).containsEntry("lifecyclestage", "lead");
        assertThat(calls).containsEntry("batch update contacts", 2);
    }

    @Test
    @DisplayName("keeps the labels that somebody else gave two contacts, and links them once")
    void labelsOfOthersStay() {
        Provisioning provisioning = adapter.provisioning().orElseThrow();
        provisioning.apply(provisioning.plan());
        SourceRef referred = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "a@example.org"));
        SourceRef original = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "b@example.org"));
        call(
                "POST",
                "/crm/associations/2026-09/contacts/contacts/labels",
                "{\"label\":\"Colleague\",\"name\":\"colleague\",\"inverseLabel\":\"Colleague\"}");
        Set<Integer> theirs =
                typeIds(call("GET", "/crm/associations/2026-09/contacts/contacts/labels", ""), "Colleague");
        int theirLabel = theirs.iterator().next();
        call(
                "PUT",
                "/crm/objects/2026-09/contacts/" + referred.id() + "/associations/contacts/" + original.id(),
                "[{\"associationCategory\":\"USER_DEFINED\",\"associationTypeId\":" + theirLabel + "}]");
        LinkReferral link = new LinkReferral("r", referred, original);

        WriteResult first = adapter.writer(LinkReferral.class)
                .orElseThrow()
                .write(List.of(link))
                .get(0);
        WriteResult again = adapter.writer(LinkReferral.class)
                .orElseThrow()
                .write(List.of(link))
                .get(0);

        assertThat(first).isInstanceOf(WriteResult.Written.class);
        assertThat(again).isInstanceOf(WriteResult.Unchanged.class);
        String links = call(
                "POST",
                "/crm/associations/2026-09/contacts/contacts/batch/read",
                "{\"inputs\":[{\"id\":\"" + referred.id() + "\"}]}");
        assertThat(links).contains("Colleague").contains(ReferralLabel.LABEL);
    }

    @Test
    @DisplayName("tries a merge again no sooner than a minute after one was under way")
    void aMergeUnderWayIsWaitedFor() {
        SourceRef one = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "a@example.org"));
        SourceRef other = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "b@example.org"));
        fixture.fault("merge-in-progress", "/merge", Map.of());
        Merge merge = new Merge("m", one, List.of(other), Map.of());

        WriteResult outcome =
                adapter.writer(Merge.class).orElseThrow().write(List.of(merge)).get(0);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WriteResult.Deferred.class,
                        deferred -> assertThat(deferred.notBefore())
                                .isAfterOrEqualTo(clock.instant().plus(Duration.ofSeconds(60))));
        assertThat(adapter.writer(Merge.class).orElseThrow().write(List.of(merge)))
                .hasOnlyElementsOfType(WriteResult.Written.class);
    }

    @Test
    @DisplayName("merges nobody while it is not said what HubSpot's Salesforce integration does with the loser")
    void mergesWaitForTheNativeSync() {
        SourceRef one = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "a@example.org"));
        SourceRef other = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "b@example.org"));
        Merge merge = new Merge("m", one, List.of(other), Map.of());
        use(Map.of("salesforce-sync-deletes", "unknown"));
        assertThat(adapter.merging().orElseThrow().blockers(merge))
                .as("no contact was ever synced")
                .isEmpty();
        fixture.portal().editByHand("contacts", other.id(), Map.of("salesforcecontactid", "0035g00000AAAAA"));
        use(Map.of("salesforce-sync-deletes", "unknown"));

        assertThat(adapter.merging().orElseThrow().blockers(merge))
                .singleElement()
                .asString()
                .contains("salesforce-sync-deletes");
        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).startsWith("no merges:"));
        use(Map.of("salesforce-sync-deletes", "off"));
        assertThat(adapter.merging().orElseThrow().blockers(merge)).isEmpty();
    }

    @Test
    @DisplayName("shows the portal's own stages and statuses, and warns of a stage that is not what its name says")
    void theCatalogueIsThePortals() {
        call("POST", "/crm/pipelines/2026-09/deals", """
                {"label":"Renewals","displayOrder":1,"stages":[
                  {"label":"Closed lost","displayOrder":1,"metadata":{"isClosed":"false","probability":"0.8"}},
                  {"label":"Signed","displayOrder":0,"metadata":{"isClosed":"true","probability":"1.0"}}]}
                """);

        AccountMetadata catalogue = adapter.metadata().orElseThrow();

        assertThat(catalogue.stages())
                .filteredOn(stage -> stage.pipeline().equals("Renewals"))
                .extracting(stage -> stage.label() + " " + stage.closed() + " " + stage.won() + " "
                        + stage.probability().orElse(-1))
                .containsExactly("Signed true true 100", "Closed lost false false 80");
        assertThat(catalogue.statuses())
                .extracting(AccountMetadata.PersonStatus::id)
                .contains("NEW", "UNQUALIFIED");
        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("\"Closed lost\" of \"Renewals\" is open"));
    }

    @Test
    @DisplayName("warns of a status that an admin added and the mapping does not name, and of no hidden one")
    void statusesOfTheirOwnAreNamed() {
        assertThat(adapter.check().problems())
                .noneSatisfy(problem -> assertThat(problem.what()).contains("hs_lead_status"));
        call("PATCH", "/crm/properties/2026-09/contacts/hs_lead_status", """
                {"options":[{"label":"New","value":"NEW","displayOrder":0,"hidden":false},
                  {"label":"Parked","value":"PARKED","displayOrder":1,"hidden":false},
                  {"label":"Old","value":"OLD","displayOrder":2,"hidden":true}]}
                """);

        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what())
                        .contains("contacts.hs_lead_status", "PARKED", "WORKING")
                        .doesNotContain("OLD")
                        .doesNotContain("NEW"));
    }

    @Test
    @DisplayName("names every scope that is missing, of reading and of writing, at once")
    void everyMissingScopeIsNamed() {
        fixture.portal().set("scopes", "crm.objects.contacts.read,crm.schemas.contacts.read,crm.objects.owners.read");

        assertThat(adapter.check().problems().stream()
                        .map(problem -> problem.what())
                        .toList())
                .anySatisfy(
                        what -> assertThat(what).contains("contacts cannot be written", "crm.objects.contacts.write"))
                .anySatisfy(what -> assertThat(what).contains("companies:", "crm.objects.companies.read"))
                .anySatisfy(what -> assertThat(what).contains("deals:", "crm.objects.deals.read"));
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    @DisplayName("archives what it provisioned, and only that, when it is to go")
    void whatWasProvisionedCanGo() {
        Provisioning provisioning = adapter.provisioning().orElseThrow();
        provisioning.apply(provisioning.plan());
        assertThat(provisioning.plan()).isEmpty();
        List<Provisioning.Step> ours = provisioning.removable();
        assertThat(ours).isNotEmpty().allSatisfy(step -> assertThat(step.what()).contains("onefunnel_"));
        assertThat(fixture.portal().record("contacts", person().id())).isNotNull();

        assertThat(provisioning.remove(ours)).containsExactlyInAnyOrderElementsOf(ours);

        assertThat(provisioning.removable()).isEmpty();
        assertThat(provisioning.remove(ours)).isEmpty();
        assertThat(adapter.check().problems())
                .allSatisfy(problem -> assertThat(problem.what()).doesNotContain("contacts.email"));
    }

    @Test
    @DisplayName("writes by the credential that is given for writing, and reads by the other")
    void credentialsGoByUse() {
        fixture.portal().set("tokens", "pat-write=crm.objects.contacts.write crm.objects.contacts.read");
        fixture.portal().set("scopes", "crm.objects.contacts.read,crm.schemas.contacts.read");
        SourceRef person = person();
        assertThat(write(person)).as("with the reading token").isNotInstanceOf(WriteResult.Written.class);
        adapter.close();
        adapter = fixture.adapterWithWriteToken("pat-write");

        assertThat(write(person)).isInstanceOf(WriteResult.Written.class);
    }

    private WriteResult write(SourceRef person) {
        try {
            return adapter.writer(SetFields.class)
                    .orElseThrow()
                    .write(List.of(score(person)))
                    .get(0);
        } catch (AdapterException e) {
            return new WriteResult.Rejected(person, e.code(), "");
        }
    }

    private SourceRef person() {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "somebody@example.org"));
    }

    private void use(Map<String, String> options) {
        adapter.close();
        adapter = fixture.adapter(withLifecycle(), Access.RIGHT, options);
    }

    /** The shipped mapping, in which an admin lets the lifecycle stage be written. */
    private Mapping withLifecycle() {
        Map<String, Mapping.Type> types = new LinkedHashMap<>(fixture.mapping().types());
        types.computeIfPresent("contacts", (name, type) -> {
            Set<Field> writes = new HashSet<>(type.writes());
            writes.add(Field.LIFECYCLE);
            return new Mapping.Type(
                    name, type.kind(), type.personType(), type.fields(), type.links(), writes, type.options());
        });
        return new Mapping(types);
    }

    private SourceRef withStage(String stage) {
        String id =
                fixture.portal().insert("contacts", Map.of("email", stage + "@example.org", "lifecyclestage", stage));
        return new SourceRef(fixture.connection(), RecordKind.PERSON, id);
    }

    private WriteResult stage(SourceRef person, String stage) {
        return adapter.writer(SetFields.class)
                .orElseThrow()
                .write(List.of(new SetFields("i", person, Map.of(Field.LIFECYCLE, stage), Map.of())))
                .get(0);
    }

    private static SetFields score(SourceRef person) {
        return new SetFields("i-" + person.id(), person, Map.of(Field.OF_SCORE, "7"), Map.of());
    }

    private String call(String method, String target, String body) {
        Map<String, String> headers = Map.of(
                "authorization",
                "Bearer " + fixture.portal().credentials().get("token"),
                "content-type",
                "application/json");
        return new String(
                fixture.portal()
                        .answer(new HttpCall(method, target, headers, body.getBytes(StandardCharsets.UTF_8)))
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static Set<Integer> typeIds(String labels, String label) {
        Set<Integer> ids = new HashSet<>();
        try {
            Json.MAPPER.readTree(labels).path("results").forEach(each -> {
                if (each.path("label").asText().equals(label))
                    ids.add(each.path("typeId").asInt());
            });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(labels, e);
        }
        return ids;
    }
}
