package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.decide.Decide;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.pull.Pull;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.state.Lease;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CRM that purges what reps log, between its first pull and the words that a person reads. */
@DisplayName("What a vendor had purged before the first pull")
class HorizonOverHttpTest {
    @Test
    @DisplayName("is unknown for the verdicts that rest on it, until more of it can be read")
    void isUnknown(@TempDir Path folder) throws InterruptedException {
        try (World world = World.of(HorizonOverHttpTest.class, folder.resolve("config"), 120)) {
            world.services.readiness().check();
            pull(world, Duration.ofDays(2));
            world.sync();
            Instant begun = World.NOW;
            assertThat(world.store()
                            .connections()
                            .observableSince()
                            .get(world.connected("salesforce").id()))
                    .containsEntry(RecordKind.TOUCH, begun.minus(Duration.ofDays(2)));
            Decide.Explained unknown = someoneNotJudged(world);
            assertThat(unknown.file().observableSince().touches()).contains(begun.minus(Duration.ofDays(2)));

            world.services.pulls().rewind(java.util.List.of(world.connected("salesforce")));
            pull(world, Duration.ofDays(400));
            assertThat(world.services.decisions().decide(World.NOW, ProgressListener.NONE))
                    .as("decided anew")
                    .isPositive();
            SlaTimer judged = firstTouch(world.services
                            .decisions()
                            .decider()
                            .explain(unknown.decision().person(), World.NOW)
                            .orElseThrow())
                    .orElseThrow();
            assertThat(judged.status()).isNotEqualTo(SlaTimer.Status.NOT_APPLICABLE);
        }
    }

    private static Decide.Explained someoneNotJudged(World world) {
        return world.store().reports().rows("people_list").rows().stream()
                .map(row -> new io.onefunnel.model.PersonId(String.valueOf(row.get("person"))))
                .flatMap(person -> world.services.decisions().decider().explain(person, World.NOW).stream())
                .filter(each -> firstTouch(each)
                        .filter(timer -> timer.computation().stream()
                                .anyMatch(line -> line.startsWith("began before activities are known")))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<SlaTimer> firstTouch(Decide.Explained explained) {
        return explained.decision().timers().stream()
                .filter(timer -> timer.kind() == SlaTimer.Kind.FIRST_TOUCH)
                .findFirst();
    }

    /** Pulls Salesforce as if it kept activities for so long. */
    private static void pull(World world, Duration kept) throws InterruptedException {
        Connected salesforce = world.connected("salesforce");
        Lease lease = world.store()
                .leases()
                .acquire("pull/salesforce", "this test", Duration.ofMinutes(5))
                .orElseThrow();
        new Pull(
                        world.store(),
                        keeping(salesforce.adapter(), kept),
                        salesforce.normalizer(),
                        world.clock,
                        world.clock::advance)
                .run(lease, (kind, changes) -> {});
        world.store().leases().release(lease);
    }

    private static CrmAdapter keeping(CrmAdapter adapter, Duration kept) {
        return (CrmAdapter) Proxy.newProxyInstance(
                CrmAdapter.class.getClassLoader(), new Class<?>[] {CrmAdapter.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("retention")) {
                        return arguments[0] == RecordKind.TOUCH ? Optional.of(kept) : Optional.empty();
                    }
                    try {
                        return method.invoke(adapter, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
