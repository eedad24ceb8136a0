package io.onefunnel.store.reports;

import static io.onefunnel.store.StoreFixture.lead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Channel;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.Stage;
import io.onefunnel.model.Touch;
import io.onefunnel.state.Reports;
import io.onefunnel.store.StoreFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(ReportsTest.class);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        store.empty();
    }

    @Test
    void everyReportCanBeRead() {
        Reports reports = store.store.reports();

        assertThat(reports.names())
                .contains(
                        "first_touch",
                        "funnel_months",
                        "merges",
                        "origins",
                        "rejected_writes",
                        "shortfalls",
                        "sla_status",
                        "stage_conversion",
                        "stage_counts",
                        "time_to_win");
        assertThat(reports.names())
                .allSatisfy(name -> assertThat(reports.rows(name).columns()).isNotEmpty());
    }

    @Test
    void stagesAreCountedByPersonAndConverted() {
        store.store(lead("1").observed(), lead("2").observed());
        store.resolve();
        store.decideAll();

        assertThat(store.store
                        .reports()
                        .rows("stage_counts", "stage", "EXCHANGE")
                        .rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("people", 2L));
        assertThat(store.store
                        .reports()
                        .rows("stage_conversion", "from_stage", "EXCHANGE")
                        .rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("converted", 0L).containsEntry("share", 0.0));
        assertThat(store.store.reports().rows("funnel_months").rows())
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("month", "2026-02").containsEntry("people", 2L));
        assertThat(store.store.reports().rows("origins").rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("origin", "MARKETING").containsEntry("people", 2L));
    }

    @Test
    void nothingElseThanAReportIsRead() {
        assertThatThrownBy(() -> store.store.reports().rows("connection"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage_counts");
        assertThatThrownBy(() -> store.store.reports().rows("merges", "1=1 or state", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("survivor");
    }

    @Test
    void aPersonIsFoundByIdNameAndMail() {
        store.store(lead("00Q1")
                .key("ada@example.org")
                .field("Email", "Ada@Example.org")
                .observed());
        store.resolve();
        store.decideAll();

        for (String text : List.of(
                "p-00Q1",
                "00Q1",
                "crm 00Q1",
                "crm/00Q1",
                "crm/PERSON/00Q1",
                "ada lov",
                "Lovelace",
                "lovel",
                "lovelace, ADA",
                "ada & | !",
                "ada@example.org",
                "ADA@example.ORG")) {
            assertThat(store.store.reports().search(text, List.of(), 5))
                    .as(text)
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.person()).isEqualTo("p-00Q1");
                        assertThat(found.stage()).contains("Exchange");
                        assertThat(found.records()).containsExactly("crm/PERSON/00Q1");
                    });
        }
        for (String nobody : List.of("nobody%", "da", "ada byron", "%", "'", "\\", ":*")) {
            assertThat(store.store.reports().search(nobody, List.of(), 5))
                    .as(nobody)
                    .isEmpty();
        }
        assertThat(store.store
                        .reports()
                        .search("a.l@example.org", List.of(new IdentityKey("email", "ada@example.org")), 5))
                .as("by another address of the same mailbox")
                .hasSize(1);
    }

    @Test
    void theDatabaseKnowsEveryNameThatTheModelHas() {
        assertThat(labels("record_kind")).isEqualTo(names(RecordKind.values()));
        assertThat(labels("link_role")).isEqualTo(names(LinkRole.values()));
        assertThat(labels("stage")).isEqualTo(names(Stage.values()));
        assertThat(labels("channel")).isEqualTo(names(Channel.values()));
        assertThat(labels("direction")).isEqualTo(names(Touch.Direction.values()));
        assertThat(labels("touch_result")).isEqualTo(names(Touch.Result.values()));
        assertThat(labels("offer")).isEqualTo(names(CampaignResponse.Offer.values()));
    }

    private static List<String> labels(String type) {
        return store.query(sql -> sql.list(
                "select enumlabel::text from pg_enum where enumtypid = ?::regtype order by enumsortorder",
                row -> row.text(1),
                type));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
