package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A merge in HubSpot")
class MergeTest extends CountedPortal {
    private CrmAdapter adapter = with(Map.of());
    private int made;

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("goes on where it was put off: HubSpot is still at the first pair when the second one is asked for")
    void goesOnWhereItWasPutOff() {
        fixture.portal().set("mergeSeconds", "1800");
        List<SourceRef> people = people(4);
        Merge merge = new Merge("m", people.get(0), people.subList(1, 4), Map.of(Field.CITY, "Bonn"));

        assertThat(write(merge))
                .isInstanceOfSatisfying(
                        WriteResult.Deferred.class,
                        deferred -> assertThat(deferred.notBefore())
                                .isAfterOrEqualTo(clock.instant().plus(Duration.ofSeconds(60))));
        assertThat(settle(merge)).as("it is not done").isInstanceOf(WriteResult.NotApplied.class);
        // Each pair takes HubSpot half an hour; another process may be the one that goes on.
        WriteResult outcome = write(merge);
        for (int i = 0; i < 3 && outcome instanceof WriteResult.Deferred; i++) {
            clock.advance(Duration.ofMinutes(31));
            use(Map.of());
            outcome = write(merge);
        }

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        SourceRef survivor = ((WriteResult.Written) outcome).survivor().orElseThrow();
        assertThat(fixture.value(survivor, Field.CITY)).isEqualTo("Bonn");
        assertThat(mergesMade()).hasSize(3).noneMatch(WriteAudit.Entry::repeated);
        assertThat(settle(merge)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("of four contacts leaves one, to which a later process' reads by the old ids lead, and is done once")
    void fourAreOne() {
        List<SourceRef> people = people(4);
        Merge merge = new Merge("m", people.get(0), people.subList(1, 4), Map.of());
        SourceRef survivor = ((WriteResult.Written) write(merge)).survivor().orElseThrow();
        use(Map.of());

        assertThat(adapter.read(people))
                .hasSize(4)
                .allSatisfy(change -> assertThat(change)
                        .isInstanceOfSatisfying(
                                Change.MergedInto.class,
                                merged -> assertThat(merged.survivor()).isEqualTo(survivor)));
        assertThat(write(merge)).isInstanceOf(WriteResult.Unchanged.class);
        use(Map.of());
        assertThat(settle(merge)).isInstanceOf(WriteResult.Written.class);
        assertThat(mergesMade()).as("one for each pair").hasSize(3).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    @DisplayName("of companies is refused while HubSpot's Salesforce integration is active, in HubSpot's words")
    void companiesAreRefused() {
        fixture.portal().set("companyMerge", "off");
        Merge merge = companies();

        assertThat(write(merge)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED);
            assertThat(rejected.vendorMessage()).contains("Salesforce integration is active");
        });
        assertThat(mergesMade()).isEmpty();
    }

    @Test
    @DisplayName("of companies is not asked for where an admin switched it off, and contacts merge all the same")
    void companiesAreSwitchedOff() {
        use(Map.of("merge-companies", "false"));
        Merge merge = companies();

        assertThat(adapter.merging().orElseThrow().blockers(merge))
                .singleElement()
                .asString()
                .contains("not merged in HubSpot");
        assertThat(write(merge))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED));
        assertThat(calls).doesNotContainKey("merge companies");
        List<SourceRef> people = people(2);
        assertThat(write(new Merge("m", people.get(0), people.subList(1, 2), Map.of())))
                .isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("of companies works where nothing speaks against it")
    void companiesMerge() {
        assertThat(write(companies())).isInstanceOf(WriteResult.Written.class);
        assertThat(calls).containsEntry("merge companies", 1);
    }

    @Test
    @DisplayName("that would bring more than 250 identities together is named before, and refused for good")
    void identitiesAreLimited() {
        SourceRef often = people(1).get(0);
        for (int i = 0; i < 125; i++) often = fixture.merge(often, people(1).get(0));
        Merge merge = new Merge("m", often, people(1), Map.of());

        assertThat(adapter.merging().orElseThrow().blockers(merge))
                .singleElement()
                .asString()
                .contains("250 identities");
        assertThat(write(merge)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED);
            assertThat(rejected.vendorMessage()).contains("250 identities");
        });
        assertThat(mergesMade()).isEmpty();
    }

    private List<WriteAudit.Entry> mergesMade() {
        return fixture.audit().stream()
                .filter(entry -> entry.kind().equals("merge"))
                .toList();
    }

    private Merge companies() {
        SourceRef one = fixture.add(RecordKind.COMPANY, Map.of(Field.NAME, "Acme"));
        SourceRef other = fixture.add(RecordKind.COMPANY, Map.of(Field.NAME, "Acme Ltd"));
        return new Merge("m", one, List.of(other), Map.of());
    }

    private List<SourceRef> people(int count) {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "p" + made++ + "@example.org")));
        }
        return people;
    }

    private WriteResult write(Merge merge) {
        return adapter.writer(Merge.class).orElseThrow().write(List.of(merge)).get(0);
    }

    private WriteResult settle(Merge merge) {
        return adapter.writer(Merge.class).orElseThrow().settle(List.of(merge)).get(0);
    }

    private void use(Map<String, String> options) {
        adapter.close();
        adapter = with(options);
    }

    private CrmAdapter with(Map<String, String> options) {
        return fixture.adapter(fixture.mapping(), Access.RIGHT, options);
    }
}
