package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.onefunnel.app.jobs.Schedule;
import io.onefunnel.state.Runs;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The schedule")
class ScheduleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void ticksEveryStepAndIsReplacedAtTheNextStart(@TempDir Path folder) throws SQLException {
        try (World world = World.of(ScheduleTest.class, folder.resolve("config"), 5)) {
            world.services.readiness().check();
            try (Schedule schedule = Schedule.start(world.installation, world.services, world.database(), () -> {})) {
                assertThat(schedule).isNotNull();
                await().atMost(PATIENCE)
                        .until(() -> endedSteps(world)
                                .containsAll(Set.of(
                                        "pull/salesforce",
                                        "pull/hubspot",
                                        "pull/marketo",
                                        "resolve",
                                        "decide",
                                        "settle/salesforce")));
                await().atMost(PATIENCE).until(() -> world.store().people().count() > 0);
            }
            assertThat(jobs(world))
                    .containsExactly(
                            "decide every 1000 ms",
                            "pull-hubspot every 1000 ms",
                            "pull-marketo every 1000 ms",
                            "pull-salesforce every 1000 ms",
                            "settle every 1000 ms",
                            "sla-tick every 1000 ms",
                            "write-back every 1000 ms");

            world.config.edit(
                    "onefunnel.yaml",
                    Map.of("pull: 1s", "pull: 7m", "  marketo:\n    vendor: marketo", "  mops:\n    vendor: marketo"));
            Installation changed = world.installed(world.config);
            Schedule.start(changed, Services.of(changed, "this node"), world.database(), () -> {})
                    .close();
            changed.connections().forEach(each -> each.adapter().close());
            assertThat(jobs(world))
                    .as("the renamed connection has a job, the old name has none")
                    .contains("pull-mops every 420000 ms", "pull-hubspot every 420000 ms", "decide every 1000 ms")
                    .hasSize(7);
        }
    }

    private static Set<String> endedSteps(World world) {
        Set<String> steps = new HashSet<>();
        for (Runs.Ended run : world.store().runs().latest(500)) {
            if (run.ended().isPresent()) steps.add(run.run().step());
        }
        return steps;
    }

    /** What Quartz keeps in the database, which is what another node would tick. */
    private static List<String> jobs(World world) throws SQLException {
        List<String> jobs = new ArrayList<>();
        try (Connection connection = world.database().getConnection();
                PreparedStatement query = connection.prepareStatement("""
                        select t.job_name || ' every ' || s.repeat_interval || ' ms'
                        from qrtz_triggers t join qrtz_simple_triggers s using (sched_name, trigger_name, trigger_group)
                        order by 1
                        """);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) jobs.add(rows.getString(1));
        }
        return jobs;
    }
}
