package io.onefunnel.sla;

import static io.onefunnel.facts.Case.at;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.funnel.Dispositions;
import io.onefunnel.funnel.StageRules;
import io.onefunnel.funnel.WorkItems;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.model.StageEntry;
import io.onefunnel.policy.Approval;
import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Calendars.Calendar;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.Handoff;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Cases in work, and the timers that the rules of an office in Berlin give them. */
final class Judging {
    static final Inputs INPUTS = inputs();
    static final String MONDAY_AFTERNOON = "2026-03-02T16:40";
    static final SlaRules RULES = new SlaRules(INPUTS);

    private Judging() {}

    static List<Status> statuses(Case made, Instant now) {
        return timers(made, now).timers().stream().map(SlaTimer::status).toList();
    }

    /** Marketing called her qualified a minute after she responded. */
    static Someone mql() {
        return Someone.prospect().status(LeadStatus.MQL).changed("2026-03-02T16:41");
    }

    static Case conversationLead() {
        return Case.of(mql()).exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
    }

    static SlaTimer firstTouch(Case made, String now) {
        return timers(made, now).of(Kind.FIRST_TOUCH).orElseThrow();
    }

    static SlaTimer resolution(Case made, String now) {
        return timers(made, now).of(Kind.RESOLUTION).orElseThrow();
    }

    static Optional<SlaTimer> takeBack(Case made, String now) {
        return timers(made, now).of(Kind.TAKE_BACK);
    }

    static Optional<SlaTimer> feedback(Case made, String now) {
        return timers(made, now).of(Kind.MEETING_FEEDBACK);
    }

    static Timers timers(Case made, String now) {
        return timers(made, at(now));
    }

    static Timers timers(Case made, Instant now) {
        return timers(made.file(), now, INPUTS, RULES);
    }

    static Timers timers(CaseFile file, Instant now, Inputs inputs, SlaRules rules) {
        LeadScore score = new LeadScore("rules-x", false, List.<ScoreTerm>of());
        List<StageEntry> stages = new ArrayList<>(file.stages());
        stages.addAll(StageRules.enter(file, score, inputs.policy(), now));
        return rules.timers(file, WorkItems.of(file, stages), stages, Dispositions.of(file, inputs.policy()), now);
    }

    static Inputs inputs() {
        FollowUp followUp = new FollowUp(
                Approval.DRAFT,
                FollowUp.DEFAULT.firstTouch(),
                FollowUp.DEFAULT.resolution(),
                new FollowUp.HighPotential(List.of("enterprise"), List.of(), OptionalInt.of(5_000)));
        Policy policy = Policy.of(
                Policy.DEFAULT.criteria(),
                followUp,
                new Handoff(Approval.DRAFT, List.of("lee@x.example"), 5, 8, Optional.empty()),
                Policy.DEFAULT.feedback(),
                Optional.of(at("2026-02-02T09:00")));
        return Inputs.of(policy, berlin(), ScoringRules.DEFAULT);
    }

    static Calendars berlin() {
        TreeMap<LocalDate, String> easter = new TreeMap<>(
                Map.of(LocalDate.parse("2026-04-03"), "Good Friday", LocalDate.parse("2026-04-06"), "Easter Monday"));
        Map<DayOfWeek, List<Calendars.Open>> lunch = new TreeMap<>();
        Calendars.weekdays("09:00", "17:00")
                .keySet()
                .forEach(day -> lunch.put(
                        day, List.of(Calendars.Open.parse("9:00-12:00"), Calendars.Open.parse("13:00-17:00"))));
        return new Calendars(
                new TreeMap<>(Map.of(
                        "Berlin office",
                        new Calendar(Optional.of(Case.BERLIN), Calendars.weekdays("09:00", "17:30"), easter),
                        "New York office",
                        new Calendar(Optional.of(ZoneId.of("America/New_York")), lunch, new TreeMap<>()))),
                "Berlin office",
                ZoneId.of("UTC"),
                new TreeMap<>(Map.of("lee@newyork.example", "New York office")),
                new TreeMap<>());
    }
}
