package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.marketo.client.RecordPage;
import io.onefunnel.marketo.client.VendorDates;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Adobe's Swagger files as an oracle: what they do not name must not be asked for. */
@DisplayName("The Marketo adapter, held against Adobe's published contract,")
class PublishedContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONTRACTS =
            Path.of(System.getProperty("onefunnel.root", ".."), "..", "shared", "contracts", "marketo");

    @Test
    void asksOnlyForPathsAndParametersThatExist() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CONTRACTS), "Adobe's Swagger files are not beside this checkout");
        List<HttpCall> calls = callsOfEverything();
        Map<String, JsonNode> operations = new HashMap<>();
        for (String file : List.of("swagger-identity.json", "swagger-mapi.json", "swagger-asset.json")) {
            JsonNode paths = JSON.readTree(CONTRACTS.resolve(file).toFile()).path("paths");
            paths.properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(method -> operations.put(
                                    method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                    method.getValue())));
        }

        assertThat(calls).hasSizeGreaterThan(20).allSatisfy(call -> {
            JsonNode operation = operations.entrySet().stream()
                    .filter(each -> matches(each.getKey(), call.method() + " " + call.path()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no operation " + call.method() + " " + call.path()));
            List<String> known = new ArrayList<>();
            operation
                    .path("parameters")
                    .forEach(each -> known.add(each.path("name").asText()));
            assertThat(known).as(call.path()).containsAll(call.query().keySet());
        });
    }

    @Test
    void readsEveryRecordedAnswer() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CONTRACTS), "the recorded answers are not beside this checkout");
        List<Path> recorded;
        try (Stream<Path> files = Files.walk(CONTRACTS.resolve("recorded/adobe-docs"))) {
            recorded = files.filter(file -> file.toString().endsWith(".json")).toList();
        }
        assertThat(recorded).isNotEmpty();
        for (Path file : recorded) {
            JsonNode body = JSON.readTree(file.toFile()).at("/response/body");
            // The data types of fields are a list of texts, which is no page of records.
            if (body.at("/result/0").isTextual()) continue;
            RecordPage answer = RecordPage.read(new ByteArrayInputStream(JSON.writeValueAsBytes(body)));
            for (Map<String, String> record : answer.rows()) {
                for (String date : List.of("createdAt", "updatedAt", "activityDate", "membershipDate")) {
                    if (!record.containsKey(date)) continue;
                    assertThat(VendorDates.read(record.getOrDefault(date, "")))
                            .as("%s of %s", date, file)
                            .isPresent();
                }
            }
        }
    }

    private static List<HttpCall> callsOfEverything() {
        List<HttpCall> calls = new CopyOnWriteArrayList<>();
        ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
        AdapterContext context = new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {});
        InstanceFixture fixture = new InstanceFixture(clock, context);
        VendorServer recorder = new VendorServer(
                0,
                call -> {
                    calls.add(call);
                    return fixture.instance().answer(call);
                },
                new Faults());
        recorder.start();
        try (fixture;
                recorder) {
            useEverything(
                    fixture,
                    fixture.adapter(fixture.mapping(), Access.RIGHT, Map.of("base-url", recorder.url())),
                    clock);
        }
        return calls;
    }

    private static void useEverything(InstanceFixture fixture, CrmAdapter adapter, ManualClock clock) {
        SourceRef ada = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "ada@example.org"));
        SourceRef ida = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "ida@example.org"));
        SourceRef eve = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "eve@example.org"));
        SourceRef program = fixture.add(RecordKind.CAMPAIGN, Map.of(Field.NAME, "Webinar"));
        for (RecordKind kind : RecordKind.values()) drain(adapter, kind);
        adapter.check();
        adapter.provisioning().orElseThrow().plan();
        SetFields score = new SetFields("a", eve, Map.of(Field.OF_SCORE, "5"), Map.of(Field.OF_SCORE, ""));
        adapter.writer(SetFields.class).orElseThrow().write(List.of(score));
        PublishOutcome outcome =
                new PublishOutcome("b", ada, "k", "Closed-Won", clock.instant(), Optional.empty(), Map.of());
        adapter.writer(PublishOutcome.class).orElseThrow().write(List.of(outcome));
        adapter.writer(PublishOutcome.class).orElseThrow().settle(List.of(outcome));
        Merge merge = new Merge("c", ada, List.of(ida), Map.of());
        adapter.merging().orElseThrow().snapshot(merge);
        adapter.writer(Merge.class).orElseThrow().write(List.of(merge));
        fixture.delete(eve);
        adapter.read(List.of(ada, ida, eve, program));
    }

    private static void drain(CrmAdapter adapter, RecordKind kind) {
        PullPage page = adapter.pull(kind, Cursor.BEGINNING);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = adapter.pull(kind, page.next());
    }

    private static boolean matches(String operation, String call) {
        return call.matches(Stream.of(operation.split("\\{\\w+}", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + "[^/]+" + right)
                .orElseThrow());
    }
}
