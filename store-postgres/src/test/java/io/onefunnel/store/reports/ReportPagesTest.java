package io.onefunnel.store.reports;

import static io.onefunnel.store.StoreFixture.lead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.state.Reports;
import io.onefunnel.state.Reports.After;
import io.onefunnel.state.Reports.Filter;
import io.onefunnel.state.Reports.Order;
import io.onefunnel.state.Reports.Page;
import io.onefunnel.store.StoreFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a report: pages, filters and counts. */
class ReportPagesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123456Z");

    private static StoreFixture store;

    /** Every type that a report may have, ties, missing values, and two rows that are equal in everything. */
    @BeforeAll
    static void open() {
        store = new StoreFixture(ReportPagesTest.class);
        change("""
                create table sample (
                    name text, score bigint, share double precision, worth numeric, open boolean, "at Once" timestamptz)
                """);
        change("create view sample_report as select * from sample");
        change("comment on view sample_report is 'Report: for this test alone. One row a row'");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void fill() {
        store.empty();
        change("""
                insert into sample values
                    ('Ada', 78, 0.5, 12000.50, true, '2026-03-02T12:00:00.123456Z'),
                    ('Béla', 40, 0.1, 0, false, null),
                    ('Béla', 40, null, 0, false, 'infinity'),
                    ('Cem_%', 40, 'NaN', 0.10, false, '2026-03-02T12:00:00.123457Z'),
                    ('Cem_%', 40, 0.30000000000000004, 0.1, null, '2026-03-02T11:00:00Z'),
                    (null, 40, 0.1, 0, false, null),
                    (null, null, null, null, null, null),
                    ('', null, 0.1, 0, true, null),
                    ('Dora', 12, 1e300, 1, true, '2026-03-02T12:00:00Z'),
                    ('Twin', 40, 0.1, 0, false, null),
                    ('Twin', 40, 0.1, 0, false, null),
                    ('Twin', 40, 0.1, 0, false, null)
                """);
    }

    private static void change(String statement) {
        store.query(sql -> sql.update(statement));
    }

    private static Reports reports() {
        return store.store.reports();
    }

    private static Page first(Filter filter, Order order, int limit) {
        return reports().page("sample_report", filter, order, limit, Optional.empty());
    }

    private static List<@Nullable Object> names(Page page) {
        return column(page.table().rows(), "name");
    }

    private static List<@Nullable Object> column(List<Map<String, @Nullable Object>> rows, String column) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** All pages joined; the place is told as a link tells it. */
    private static List<Map<String, @Nullable Object>> walk(Filter filter, Order order, int limit) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Optional<After> after = Optional.empty();
        do {
            Page page = reports().page("sample_report", filter, order, limit, after);
            assertThat(page.table().rows()).hasSizeBetween(1, limit);
            rows.addAll(page.table().rows());
            after = page.next().map(next -> After.of(next.token()));
        } while (after.isPresent());
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 12, 13})
    void pagesOfEverySizeJoinToTheWholeReportInEveryOrder(int limit) {
        for (Order order : List.of(
                Order.OF_COLUMNS,
                Order.ascending("name"),
                Order.descending("name"),
                Order.descending("score").then("name"),
                Order.ascending("score").thenDescending("share"),
                Order.descending("share").thenDescending("at Once"),
                Order.ascending("at Once").then("open"),
                Order.descending("open").thenDescending("worth"))) {
            List<Map<String, @Nullable Object>> whole =
                    first(Filter.NONE, order, 100).table().rows();
            assertThat(whole).hasSize(12);
            assertThat(walk(Filter.NONE, order, limit))
                    .as("%s by %d", order, limit)
                    .isEqualTo(whole);
        }
    }

    @Test
    void aMissingValueComesLastUpwardAndDownward() {
        List<@Nullable Object> upward = new ArrayList<>(List.of(12L, 40L, 40L, 40L, 40L, 40L, 40L, 40L, 40L, 78L));
        upward.add(null);
        upward.add(null);
        List<@Nullable Object> downward = new ArrayList<>(List.of(78L, 40L, 40L, 40L, 40L, 40L, 40L, 40L, 40L, 12L));
        downward.add(null);
        downward.add(null);

        assertThat(column(walk(Filter.NONE, Order.ascending("score"), 3), "score"))
                .isEqualTo(upward);
        assertThat(column(walk(Filter.NONE, Order.descending("score"), 3), "score"))
                .isEqualTo(downward);
    }

    @Test
    void whatIsEqualInTheOrderFollowsByTheOtherColumnsTheFirstOneFirst() {
        assertThat(names(first(Filter.NONE.is("score", 40).is("open", false), Order.ascending("worth"), 4)))
                .containsExactly("Béla", "Béla", "Twin", "Twin");
    }

    @Test
    void thePageThatEndsWithTheLastRowHasNoNext() {
        Filter twins = Filter.NONE.is("name", "Twin");

        assertThat(first(twins, Order.OF_COLUMNS, 2).next()).isPresent();
        assertThat(first(twins, Order.OF_COLUMNS, 3).next()).isEmpty();
        assertThat(first(twins, Order.OF_COLUMNS, 4).next()).isEmpty();
    }

    @Test
    void whereNoRowPassesThePageIsEmptyAndHasItsColumns() {
        Page page = first(Filter.NONE.is("name", "Nobody"), Order.ascending("name"), 10);

        assertThat(page.table().rows()).isEmpty();
        assertThat(page.table().columns()).containsExactly("name", "score", "share", "worth", "open", "at Once");
        assertThat(page.next()).isEmpty();
        assertThat(reports().count("sample_report", Filter.NONE.is("name", "Nobody")))
                .isZero();
        assertThat(first(Filter.NONE.is("name"), Order.OF_COLUMNS, 10).table().rows())
                .as("one of no values")
                .isEmpty();
    }

    @Test
    void rowsThatComeAndGoBetweenPagesMoveNoOtherRow() {
        Order byName = Order.ascending("name");
        Page page = first(Filter.NONE, byName, 3);
        assertThat(names(page)).containsExactly("", "Ada", "Béla");
        change("insert into sample (name) values ('Aaron'), ('Abel')");
        change("delete from sample where name = 'Béla' and share is not null");

        assertThat(names(reports().page("sample_report", Filter.NONE, byName, 3, page.next())))
                .containsExactly("Béla", "Cem_%", "Cem_%");
    }

    @Test
    void equalRowsAreAsManyAsThereAreAlsoWhenOneGoesBetweenPages() {
        Page page = first(Filter.NONE.is("name", "Twin", "Dora"), Order.ascending("name"), 2);
        assertThat(names(page)).containsExactly("Dora", "Twin");
        change("delete from sample where ctid = (select ctid from sample where name = 'Twin' limit 1)");

        Page second = reports()
                .page("sample_report", Filter.NONE.is("name", "Twin"), Order.ascending("name"), 9, page.next());

        assertThat(names(second)).containsExactly("Twin");
    }

    @Test
    void filtersTakeValuesOfTheColumnsOwnTypeOrTheirText() {
        assertThat(count(Filter.NONE)).isEqualTo(12);
        assertThat(count(Filter.NONE.is("score", 40))).isEqualTo(8);
        assertThat(count(Filter.NONE.is("score", "40", 12L))).isEqualTo(9);
        assertThat(count(Filter.NONE.atLeast("score", 40).below("score", 78))).isEqualTo(8);
        assertThat(count(Filter.NONE.atLeast("share", 0.5))).isEqualTo(3);
        assertThat(count(Filter.NONE.is("worth", 0.1))).isEqualTo(2);
        assertThat(count(Filter.NONE.is("open", true))).isEqualTo(3);
        assertThat(count(Filter.NONE.is("at Once", NOON))).isEqualTo(1);
        assertThat(count(Filter.NONE.atLeast("at Once", NOON).below("at Once", NOON.plusSeconds(1))))
                .isEqualTo(2);
        assertThat(count(Filter.NONE.below("at Once", Instant.MAX))).isEqualTo(4);
        assertThat(count(Filter.NONE.missing("at Once"))).isEqualTo(7);
        assertThat(count(Filter.NONE.missing("score").is("open", true))).isEqualTo(1);
    }

    @Test
    void aTextIsFoundAnywhereInAValueAndItsSignsMeanThemselves() {
        assertThat(count(Filter.NONE.contains("name", "WI"))).isEqualTo(3);
        assertThat(count(Filter.NONE.contains("name", "_%"))).isEqualTo(2);
        assertThat(count(Filter.NONE.contains("name", "%"))).isEqualTo(2);
        assertThat(count(Filter.NONE.contains("score", "4"))).isEqualTo(8);
        assertThat(count(Filter.NONE.contains("name", "' or true --"))).isZero();
    }

    private static long count(Filter filter) {
        long count = reports().count("sample_report", filter);
        assertThat(first(filter, Order.OF_COLUMNS, 100).table().rows()).hasSize((int) count);
        return count;
    }

    @Test
    void anUnknownColumnIsRefusedWithTheColumnsThereAre() {
        String injected = "score desc; drop table sample; --";
        for (Filter filter : List.of(Filter.NONE.is(injected, 1), Filter.NONE.missing("Score"))) {
            assertThatThrownBy(() -> first(filter, Order.OF_COLUMNS, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("report sample_report has no column")
                    .hasMessageContaining("it has name, score, share, worth, open, at Once");
            assertThatThrownBy(() -> reports().count("sample_report", filter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it has name, score");
        }
        assertThatThrownBy(() -> first(Filter.NONE, Order.ascending(injected), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has name, score");
    }

    @Test
    void anUnknownReportIsRefusedWithTheReportsThereAre() {
        for (String report : List.of("sample", "people_list; drop table sample", "stage_reached")) {
            assertThatThrownBy(() -> reports().page(report, Filter.NONE, Order.OF_COLUMNS, 10, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no report " + report)
                    .hasMessageContaining("people_list, people_reached");
            assertThatThrownBy(() -> reports().count(report, Filter.NONE)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aValueThatIsNoneOfItsColumnsTypeIsRefusedAndSaysWhichColumn() {
        for (Filter filter : List.of(
                Filter.NONE.is("score", "many"),
                Filter.NONE.atLeast("score", 1.5),
                Filter.NONE.below("at Once", "soon"),
                Filter.NONE.is("open", 40))) {
            String column = filter.conditions().get(0).column();
            assertThatThrownBy(() -> first(filter, Order.OF_COLUMNS, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("column " + column + " of report sample_report holds");
        }
        assertThatThrownBy(() -> Filter.NONE.is("score", List.of(40))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaceInAnotherOrderOrAnotherReportIsRefused() {
        Optional<After> next = first(Filter.NONE, Order.ascending("name"), 2).next();

        assertThatThrownBy(() -> reports().page("sample_report", Filter.NONE, Order.ascending("score"), 2, next))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begin with the first page of sample_report");
        assertThatThrownBy(() -> reports().page("stage_counts", Filter.NONE, Order.ascending("stage"), 2, next))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first(Filter.NONE, Order.OF_COLUMNS, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "bmFtZQ", "bmFtZQ.many.~", "bmFtZQ.1.?", "bmFtZQ.99999999999.~"})
    void aPlaceThatNobodyToldIsRefused(String token) {
        assertThatThrownBy(() -> After.of(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begin with its first page");
    }

    @Test
    void aPlaceWithMadeUpValuesIsRefused() {
        Order byScore = Order.ascending("score");
        List<String> row = List.of("drop table", "x", "1", "1", "true", "2026-01-01Z");

        for (After after : List.of(new After("score", row, 1), new After("score", row, Integer.MAX_VALUE))) {
            assertThatThrownBy(() -> reports().page("sample_report", Filter.NONE, byScore, 2, Optional.of(after)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReportOfThousandsIsReadInParts() {
        store.store(lead("1").observed(), lead("2").observed(), lead("3").observed());
        store.resolve();
        store.decideAll();
        Order bestFirst = Order.descending("score").then("person");

        Page page = reports().page("people_list", Filter.NONE.atLeast("score", 70), bestFirst, 2, Optional.empty());
        Page rest = reports().page("people_list", Filter.NONE.atLeast("score", 70), bestFirst, 2, page.next());

        List<Map<String, @Nullable Object>> both = new ArrayList<>(page.table().rows());
        both.addAll(rest.table().rows());
        assertThat(both).isEqualTo(reports().rows("people_list").rows());
        assertThat(rest.next()).isEmpty();
        assertThat(reports().count("people_reached", Filter.NONE.is("stage", "EXCHANGE")))
                .isEqualTo(3);
    }
}
