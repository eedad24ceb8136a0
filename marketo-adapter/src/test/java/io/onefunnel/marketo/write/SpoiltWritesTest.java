package io.onefunnel.marketo.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.Spoilt;
import io.onefunnel.marketo.Spoilt.Seen;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Whichever answer of a write is spoilt, it says nothing that is not so")
class SpoiltWritesTest extends OutcomeScenario {
    // A redirect was not followed, so that the vendor never sees the call.
    private static final String EACH = """
            PAGE, BY_NOBODY
            EMPTY, BY_NOBODY
            HOLLOW, BY_NOBODY
            MOVED, BY_NOBODY
            PAGE, BY_THE_VENDOR
            EMPTY, BY_THE_VENDOR
            HALF, BY_THE_VENDOR
            HOLLOW, BY_THE_VENDOR
            """;
    private int round;

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    @DisplayName("of fields")
    void ofFields(Spoilt spoilt, Seen seen) {
        int calls = calls(() -> write(SetFields.class, score(person("probe"))));
        for (int nth = 0; nth < calls; nth++) {
            SourceRef person = person("p" + round++);
            spoilt.nth(watched, nth, seen);
            Command.SetFields score = score(person);
            assertSaysWhatIs(
                    SetFields.class,
                    score,
                    () -> vendor.value(person, Field.OF_SCORE).startsWith("5"));
        }
        assertThat(vendor.audit()).noneMatch(WriteAudit.Entry::repeated);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    @DisplayName("of outcomes")
    void ofOutcomes(Spoilt spoilt, Seen seen) {
        int calls = calls(() -> write(PublishOutcome.class, outcome(person("probe"))));
        assertThat(calls).isGreaterThan(8);
        for (int nth = 0; nth < calls; nth++) {
            SourceRef person = person("p" + round++);
            PublishOutcome outcome = outcome(person);
            spoilt.nth(watched, nth, seen);
            assertSaysWhatIs(PublishOutcome.class, outcome, () -> activities(person) == 1);
            // And once more, until it is there: it is there once, in all its places.
            assertThat(write(PublishOutcome.class, outcome))
                    .get()
                    .isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
            assertThat(activities(person)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    @DisplayName("of merges")
    void ofMerges(Spoilt spoilt, Seen seen) {
        int calls = calls(() -> write(Merge.class, merge(person("probe"), person("twin"))));
        for (int nth = 0; nth < calls; nth++) {
            SourceRef winner = person("w" + round);
            SourceRef loser = person("l" + round++);
            Merge merge = merge(winner, loser);
            spoilt.nth(watched, nth, seen);
            assertSaysWhatIs(
                    Merge.class,
                    merge,
                    () -> vendor.instance().record("lead", loser.id()).isEmpty());
        }
    }

    private <C extends Command> void assertSaysWhatIs(Class<C> type, C command, BooleanSupplier applied) {
        Optional<WriteResult> result = write(type, command);
        watched.between((call, next) -> next.apply(call));
        if (result.filter(WriteResult.Unknown.class::isInstance).isPresent()) {
            clock.advance(Duration.ofMinutes(5));
            try (CrmAdapter later = sending()) {
                result = Optional.of(later.writer(type)
                        .orElseThrow()
                        .settle(List.of(command))
                        .get(0));
            }
        }
        boolean said = result.filter(
                        each -> each instanceof WriteResult.Written || each instanceof WriteResult.Unchanged)
                .isPresent();
        assertThat(said).as("%s of what the vendor holds", result).isEqualTo(applied.getAsBoolean());
    }

    /** By an adapter of its own; empty when it says that nothing was applied. */
    private <C extends Command> Optional<WriteResult> write(Class<C> type, C command) {
        try (CrmAdapter adapter = sending()) {
            return Optional.of(
                    adapter.writer(type).orElseThrow().write(List.of(command)).get(0));
        } catch (AdapterException refused) {
            assertThat(refused.code()).as(refused.getMessage()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            return Optional.empty();
        }
    }

    private CrmAdapter sending() {
        return adapter(Map.of("companies", "true"));
    }

    private int calls(Runnable work) {
        watched.forget();
        work.run();
        return (int) watched.calls().stream()
                .filter(call -> !call.path().contains("/oauth/token"))
                .count();
    }

    private long activities(SourceRef person) {
        return vendor.audit().stream()
                .filter(entry -> entry.kind().equals("append") && entry.id().equals(person.id()))
                .count();
    }

    private static SetFields score(SourceRef person) {
        return new SetFields("i", person, Map.of(Field.OF_SCORE, "5"), Map.of(Field.OF_SCORE, ""));
    }

    private PublishOutcome outcome(SourceRef person) {
        return won("k-" + person.id(), person);
    }

    private static Merge merge(SourceRef winner, SourceRef loser) {
        return new Merge("i", winner, List.of(loser), Map.of(Field.LAST_NAME, "Merged"));
    }
}
