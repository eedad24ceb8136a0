package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.Commands;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.hubspot.HubSpotPortal;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An admin's validation rule that has nothing to do with us, and one contact that breaks it. */
@DisplayName("A batch of which HubSpot refuses one row")
class RefusedOverHttpTest {
    @ParameterizedTest(name = "when the rule costs: {0}")
    @ValueSource(strings = {"batch", "rows"})
    @DisplayName("is written but for that row, which is shown in HubSpot's words and tried again once it changes")
    void oneOfAHundred(String answer, @TempDir Path folder) throws InterruptedException {
        try (World world = World.of(RefusedOverHttpTest.class, folder.resolve("config"), 20)) {
            HubSpotPortal portal = (HubSpotPortal) world.sandbox.hubspot().vendor();
            // From this API version on the rules bind writes of other properties, too.
            portal.set("validationRequires", "contacts.jobtitle@city=Nowhere");
            portal.set("validationAnswer", answer);
            SourceRef breaks = null;
            for (int i = 0; i < 100; i++) {
                SourceRef contact = contact(world, i);
                if (i == 57) breaks = contact;
            }
            SourceRef refused = Objects.requireNonNull(breaks);
            world.services.readiness().check();
            world.sync();
            Plan plan = world.plan();
            long planned = plan.counts().of(refused.connection()).records();
            assertThat(planned).isGreaterThanOrEqualTo(100);
            WriteSummary result = world.apply(plan);
            assertThat(result.rejected()).isEqualTo(1);
            assertThat(result.shortfalls()).extracting(Shortfall::what).containsExactly("1 refused writes of hubspot");
            assertThat(world.sandbox.hubspot().audit().entries().stream()
                            .map(entry -> entry.id())
                            .distinct())
                    .as("all the others")
                    .hasSize((int) planned - 1)
                    .doesNotContain(refused.id());

            assertThat(Commands.said(world.config, "status").replaceAll("\\s+", " "))
                    .contains("1 refused writes of hubspot", "hubspot " + refused.id(), "jobtitle is required");
            world.services.settling().settle();
            assertThat(world.store().runs().openShortfalls())
                    .as("open until they are written to again, whatever else is done there")
                    .extracting(Shortfall::what)
                    .contains("1 refused writes of hubspot");
            world.forgetWrites();
            world.settleDown();
            world.settleDown();
            assertThat(world.planned(refused)).as("not tried again as it is").isEmpty();
            assertThat(writesTo(world, refused)).isEmpty();
            assertThat(Commands.said(world.config, "plan"))
                    .contains("1 refused writes are left out until something changes");

            world.edit(world.sandbox.hubspot(), "contacts", refused, Map.of("jobtitle", "Head of Nowhere"));
            world.sync();
            assertThat(world.planned(refused)).as("tried again once it changed").isPresent();
            world.apply(world.plan());
            assertThat(portal.record("contacts", refused.id()))
                    .hasEntrySatisfying(
                            "onefunnel_person_id", id -> assertThat(id).isNotEmpty());
            assertThat(world.store().ledger().rejected(10)).isEmpty();
            assertThat(Commands.said(world.config, "status")).doesNotContain("jobtitle is required");
        }
    }

    private static Stream<String> writesTo(World world, SourceRef record) {
        return world.written().stream().map(entry -> entry.id()).filter(record.id()::equals);
    }

    private static SourceRef contact(World world, int i) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "firstname", "Person",
                "lastname", "Number" + i,
                "email", "person" + i + "@company" + i + ".example",
                "company", "Company " + i,
                "city", i == 57 ? "Nowhere" : "Somewhere"));
        if (i != 57) properties.put("jobtitle", "Engineer");
        String id = world.sandbox.hubspotData().insert("contacts", properties);
        return new SourceRef(world.connected("hubspot").id(), RecordKind.PERSON, id);
    }
}
