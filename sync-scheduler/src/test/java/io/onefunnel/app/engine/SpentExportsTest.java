package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.Said;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.pull.Pull;
import io.onefunnel.spi.Cursor;
import io.onefunnel.state.Runs.Shortfall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Marketo that is too large for one day: its first six thousand leads promise hundreds of thousands, so that the rest is
 * left to extracts, and one megabyte of these is all there is in a day.
 */
@DisplayName("A first load that meets the end of Marketo's daily extracts")
class SpentExportsTest {
    private static final ConnectionId MARKETO = new ConnectionId("marketo");
    // The sample company begins two months later.
    private static final Instant FIRST = Instant.parse("2024-01-02T08:00:00Z");
    private static final Instant MIDNIGHT_IN_CHICAGO = Instant.parse("2026-03-03T06:00:00Z");
    private static final int EARLY = 6_100;
    // More than the sample company's leads, which were there first.
    private static final int SAMPLE = 200;

    private World world;

    @BeforeEach
    void installs(@TempDir Path folder) {
        world = World.of(SpentExportsTest.class, folder.resolve("config"), 40);
        for (int i = 0; i < EARLY; i++) lead(i, FIRST.plus(Duration.ofMinutes(2L * i)));
        for (int i = 0; i < 60; i++) lead(EARLY + i, FIRST.plus(Duration.ofDays(40 + 10L * i)));
        world.sandbox.marketo().vendor().set("exportMegabytesPerDay", "1");
        assertThat(world.services.readiness().check().values()).allMatch(readiness -> readiness.usable());
    }

    @AfterEach
    void closes() {
        world.close();
    }

    @Test
    @DisplayName("puts off only the leads, says when it goes on, reads what is new meanwhile, and goes on by itself")
    void isPutOffAndGoesOn() throws InterruptedException {
        Pull.Result today = pull();

        assertThat(today.shortfalls()).extracting(Shortfall::what).containsExactly("marketo PERSON");
        assertThat(stored()).isBetween((long) EARLY - 100, inMarketo() - 1);
        assertThat(world.store().mirror().cursor(MARKETO, RecordKind.PERSON)).isNotEqualTo(Cursor.BEGINNING);
        assertThat(counts()).as("the other kinds").containsKeys(RecordKind.CAMPAIGN, RecordKind.RESPONSE);
        assertThat(world.store().connections().completeTo().get(MARKETO))
                .containsKeys(RecordKind.CAMPAIGN, RecordKind.RESPONSE, RecordKind.TOUCH)
                .doesNotContainKey(RecordKind.PERSON);
        Said status = Said.by(world.config, "status");
        assertThat(status.code()).isEqualTo(ExitCode.SHORTFALL);
        assertThat(status.out())
                .contains(
                        "marketo PERSON",
                        "the first load of leads goes on after midnight in Chicago, 2026-03-03 00:00 CST",
                        "do: nothing; the first run after 2026-03-03T06:00:00Z goes on by itself");

        world.clock.advance(Duration.ofHours(2));
        String newcomer = lead(EARLY + 60, world.clock.instant());
        long before = stored();
        pull();
        assertThat(stored()).as("what is new comes on the ordinary road").isEqualTo(before + 1);
        Map<SourceRef, PersonId> known = resolved();
        assertThat(known).containsKey(person(newcomer));

        world.clock.advanceTo(MIDNIGHT_IN_CHICAGO.plusSeconds(1));
        Pull.Result tomorrow = pull();

        assertThat(tomorrow.shortfalls()).isEmpty();
        assertThat(stored()).isEqualTo(inMarketo());
        assertThat(world.store().connections().completeTo().get(MARKETO)).containsKey(RecordKind.PERSON);
        Map<SourceRef, PersonId> all = resolved();
        assertThat(all).hasSize((int) inMarketo()).containsAllEntriesOf(known);
        // The sample company has duplicates among its own; what was added here has none, however often it was read.
        assertThat(new HashSet<>(ours(all).values())).hasSize(EARLY + 61);
        assertThat(Said.by(world.config, "status").out()).doesNotContain("Chicago");
        assertThat(pull().changed()).isZero();
    }

    private Pull.Result pull() throws InterruptedException {
        Pull.Result result =
                world.services.pulls().run(List.of(world.connected("marketo")), ProgressListener.NONE).values().stream()
                        .findFirst()
                        .orElseThrow();
        world.services.decisions().resolve(ProgressListener.NONE);
        return result;
    }

    private Map<RecordKind, Long> counts() {
        return world.store().mirror().counts().getOrDefault(MARKETO, Map.of());
    }

    private long stored() {
        return counts().getOrDefault(RecordKind.PERSON, 0L);
    }

    private long inMarketo() {
        return ((Number) world.sandbox.marketo().vendor().state().getOrDefault("lead", 0)).longValue();
    }

    /** Whose each lead is, of those that are known here. */
    private Map<SourceRef, PersonId> resolved() {
        Map<SourceRef, PersonId> persons = new HashMap<>();
        for (long id = oldest - SAMPLE; id <= newest; id++) {
            SourceRef lead = person(Long.toString(id));
            world.store().people().personOf(lead).ifPresent(person -> persons.put(lead, person));
        }
        return persons;
    }

    private Map<SourceRef, PersonId> ours(Map<SourceRef, PersonId> all) {
        Map<SourceRef, PersonId> ours = new HashMap<>(all);
        ours.keySet().removeIf(lead -> Long.parseLong(lead.id()) < oldest);
        return ours;
    }

    private static SourceRef person(String lead) {
        return new SourceRef(MARKETO, RecordKind.PERSON, lead);
    }

    private long oldest = Long.MAX_VALUE;
    private long newest;

    private String lead(int number, Instant created) {
        long id = world.sandbox
                .marketoData()
                .lead(Map.of(
                        "firstName",
                        "Given" + number,
                        "lastName",
                        "Family" + number,
                        "email",
                        "given" + number + "@family" + number + ".example",
                        "city",
                        "Somewhere far away from all other places, number " + number,
                        "createdAt",
                        created.toString()));
        oldest = Math.min(oldest, id);
        newest = Math.max(newest, id);
        return Long.toString(id);
    }
}
