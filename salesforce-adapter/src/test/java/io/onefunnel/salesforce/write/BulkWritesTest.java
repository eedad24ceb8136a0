package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.OrgFixture;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs for writes, at an org whose admin has accepted them. */
class BulkWritesTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final OrgFixture fixture =
            new Accepting(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private final CommandWriter<SetFields> writes =
            adapter.writer(SetFields.class).orElseThrow();

    private static final class Accepting extends OrgFixture {
        Accepting(ManualClock clock, AdapterContext context) {
            super(clock, context);
        }

        @Override
        protected void signIn(Map<String, String> options, Map<String, Supplier<String>> secrets, boolean wrongly) {
            super.signIn(options, secrets, wrongly);
            options.put("bulk-writes", "true");
            options.put("bulk-writes-from", "3");
        }
    }

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    void manyRowsGoByAJobAndEachHasItsOutcome() {
        List<SourceRef> people = people(4);
        fixture.edit(people.get(3), Map.of(Field.OF_ORIGINAL_SOURCE, "Webinar"));
        fixture.refuseWritesTo(people.get(1));
        fixture.delete(people.get(2));
        fixture.breakNext("reset-before", "<m:update ");

        List<WriteResult> outcomes = writes.write(people.stream()
                .map(person -> new SetFields(
                        "i" + person.id(),
                        person,
                        Map.of(Field.OF_SCORE, "50", Field.OF_ORIGINAL_SOURCE, ""),
                        Map.of()))
                .toList());

        assertThat(outcomes).extracting(WriteResult::target).containsExactlyElementsOf(people);
        assertThat(outcomes.get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(((WriteResult.Rejected) outcomes.get(1)).code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
        assertThat(((WriteResult.Rejected) outcomes.get(2)).code()).isEqualTo(AdapterErrorCode.RECORD_GONE);
        assertThat(outcomes.get(3)).isInstanceOf(WriteResult.Written.class);
        assertThat(fixture.value(people.get(3), Field.OF_SCORE)).startsWith("50");
        assertThat(fixture.value(people.get(3), Field.OF_ORIGINAL_SOURCE)).isEmpty();
    }

    @Test
    void fewRowsGoByACallAllTheSame() {
        fixture.breakNext("reset-before", "/jobs/ingest");

        assertThat(writes.write(people(2).stream()
                        .map(person -> new SetFields("i", person, Map.of(Field.OF_SCORE, "50"), Map.of()))
                        .toList()))
                .hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private List<SourceRef> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> fixture.add(
                        RecordKind.PERSON, Map.of(Field.LAST_NAME, "Lovelace" + number, Field.COMPANY, "Engines")))
                .toList();
    }
}
