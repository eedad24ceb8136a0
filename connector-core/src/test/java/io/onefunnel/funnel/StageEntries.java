package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;

import io.onefunnel.facts.Case;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.DefaultPolicy;
import io.onefunnel.policy.IdealCustomer;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The stages that a case enters, by the policy of these tests and on a day in March. */
final class StageEntries {
    private static final Instant NOW = at("2026-03-10T12:00");

    private StageEntries() {}

    static List<String> enter(Case made) {
        return enter(made, 0);
    }

    static List<String> enter(Case made, int score) {
        List<String> shown = new ArrayList<>();
        for (StageEntry entry : entries(made, score)) {
            shown.add(entry.stage() + " " + entry.cycle() + " "
                    + entry.at().atZone(Case.BERLIN).toLocalDateTime());
        }
        return shown;
    }

    static List<StageEntry> entries(Case made, int score) {
        LeadScore lead = new LeadScore("rules-x", false, List.of(new ScoreTerm("x", "x", score)));
        return StageRules.enter(made.file(), lead, policy(), NOW);
    }

    static Policy policy() {
        IdealCustomer cloud = new IdealCustomer(
                "Cloud",
                List.of("software"),
                List.of(),
                OptionalInt.of(200),
                OptionalInt.empty(),
                List.of(),
                List.<JobFunction>of());
        return DefaultPolicy.with(List.of(cloud), List.of("proposal"), List.of("renewal"), Map.of());
    }
}
