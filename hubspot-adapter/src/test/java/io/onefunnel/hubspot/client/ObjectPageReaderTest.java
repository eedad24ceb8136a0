package io.onefunnel.hubspot.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A page of objects")
class ObjectPageReaderTest {
    @Test
    @DisplayName("keeps each record's own properties when the next one names others")
    void shapesMayDiffer() throws IOException {
        ObjectPage page = page("""
                {"total": 4, "results": [
                  {"id":"1","updatedAt":"2026-03-02T09:00:00.001Z","properties":{"email":"a","city":"Bonn"}},
                  {"id":"2","updatedAt":"2026-03-02T09:00:00Z","properties":{"email":"b","city":null}},
                  {"id":"3","updatedAt":"2026-03-02T09:00:00.000Z","properties":{"email":"c"}},
                  {"id":"4","updatedAt":"2026-03-02T09:00:00.000Z","properties":{"email":"","title":"d","city":"Ulm"}}]}
                """);

        assertThat(page.total()).isEqualTo(4);
        assertThat(page.objects()).extracting(object -> object.value("email")).containsExactly("a", "b", "c", "");
        assertThat(page.objects()).extracting(object -> object.value("city")).containsExactly("Bonn", "", "", "Ulm");
        assertThat(page.objects().get(0).updatedAt()).isEqualTo("2026-03-02T09:00:00.001Z");
        assertThat(page.objects())
                .extracting(object -> object.values().names().set().size())
                .containsExactly(2, 2, 1, 3);
    }

    @Test
    @DisplayName("tells a property that was answered empty from one that was not answered")
    void emptyIsNotAbsent() throws IOException {
        VendorObject object = page("""
                        {"results":[{"id":"1","updatedAt":"2026-03-02T09:00:00Z","properties":{"city":null,"email":"a"}}]}
                        """).objects().get(0);

        assertThat(object.values()).containsOnlyKeys("email");
        assertThat(object.values().names().set()).containsExactlyInAnyOrder("city", "email");
    }

    @Test
    @DisplayName("names what is no record, and goes on")
    void brokenRecordsStopNobody() throws IOException {
        ObjectPage page = page("""
                {"results":["what",{"properties":{"email":"a"}},
                  {"id":"3","updatedAt":"2026-03-02T09:00:00Z","properties":{"email":{"deep":["b"]},"city":7}}],
                 "paging":{"next":{"after":"52"}}}
                """);

        assertThat(page.broken()).hasSize(2);
        assertThat(page.objects()).extracting(VendorObject::id).containsExactly("3");
        assertThat(page.objects().get(0).value("city")).isEqualTo("7");
        assertThat(page.after()).contains("52");
    }

    @Test
    @DisplayName("says of which links a record has more than came with it")
    void linksHavePages() throws IOException {
        VendorObject deal = page("""
                        {"results":[{"id":"1","updatedAt":"2026-03-02T09:00:00Z","properties":{},
                          "associations":{
                            "contacts":{"results":[{"id":"7","type":"deal_to_contact"}],
                                        "paging":{"next":{"after":"MC0yLTc1MDI=","link":"https://api.example/x"}}},
                            "companies":{"results":[{"id":"8","type":"deal_to_company"}]}}}]}
                        """).objects().get(0);

        assertThat(deal.paged()).containsExactly("contacts");
        assertThat(deal.with(Map.of("contacts", List.of("7", "9"))).paged()).isEmpty();
    }

    @Test
    @DisplayName("takes a record without properties for none")
    void aRecordHasProperties() throws IOException {
        ObjectPage page = page("""
                {"results":[{"id":"1","updatedAt":"2026-03-02T09:00:00Z"},
                            {"id":"2","updatedAt":"2026-03-02T09:00:00Z","properties":null}]}
                """);

        assertThat(page.objects()).isEmpty();
        assertThat(page.broken()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    @DisplayName("is the last one when the place of the next is named and holds nothing")
    void nothingIsNoNextPage(String after) throws IOException {
        assertThat(page("{\"results\":[],\"paging\":{\"next\":{\"after\":" + after + "}}}")
                        .after())
                .isEmpty();
    }

    @Test
    @DisplayName("has the versions of a property oldest first, in whatever order they came")
    void historyIsSorted() throws IOException {
        VendorObject deal = page("""
                        {"results":[{"id":"1","updatedAt":"2026-03-02T09:00:00Z","properties":{},
                          "propertiesWithHistory":{"dealstage":[
                            {"value":"won","timestamp":"2026-02-03T00:00:00Z"},
                            {"value":"new","timestamp":"2026-02-01T00:00:00Z"},
                            {"value":"talk","timestamp":"2026-02-02T00:00:00Z"}]}}]}
                        """).objects().get(0);

        assertThat(deal.history())
                .extracting(change -> change.from() + ">" + change.to())
                .isEqualTo(List.of(">new", "new>talk", "talk>won"));
    }

    @Test
    @DisplayName("reads stamps as the JDK does")
    void stampsAreExact() {
        for (String text : List.of(
                "2024-02-29T23:59:59.999Z",
                "1970-01-01T00:00:00.000Z",
                "2026-03-02T09:00:00Z",
                "2026-03-02T09:00:00.1Z")) {
            assertThat(VendorTime.of(text)).contains(Instant.parse(text));
        }
        for (String text :
                List.of("", "2026-02-30T00:00:00.000Z", "2026-03-02T24:00:00.001Z", "2026-03-02 09:00:00.000Z")) {
            assertThat(VendorTime.of(text)).as(text).isEmpty();
        }
    }

    private static ObjectPage page(String json) throws IOException {
        return ObjectPageReader.page(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
