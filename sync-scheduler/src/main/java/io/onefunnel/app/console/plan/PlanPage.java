package io.onefunnel.app.console.plan;

import io.onefunnel.app.console.page.Figure;
import io.onefunnel.app.console.page.Links;
import io.onefunnel.app.engine.PlanRefusedException;
import io.onefunnel.app.engine.PlanService;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.engine.TemporaryPlan;
import io.onefunnel.app.engine.WriteService;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.OutcomeConfirmation;
import io.onefunnel.app.view.PlanView;
import io.onefunnel.app.view.RecordName;
import io.onefunnel.app.view.WriteOutcome;
import io.onefunnel.model.Capability;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.People;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanCounts;
import io.onefunnel.writeback.PlanItem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers: what would be written, where and why? The page shows numbers and samples, and makes no file. The button below it
 * makes one and applies exactly that, as long as it comes to what the page said.
 */
public final class PlanPage {
    private static final Logger log = LoggerFactory.getLogger(PlanPage.class);

    private static final int SAMPLES = 4;
    private static final int FIELDS_SHOWN = 14;
    private static final Set<Capability> EVERYTHING = EnumSet.allOf(Capability.class);

    private final PlanService plans;
    private final WriteService writes;
    private final People people;
    private final InstantSource clock;
    private final Supplier<String> basis;
    /** What the plans that were shown came to: as much as whoever applies one has agreed to. */
    private final LatestPlans<PlanCounts> shown = new LatestPlans<>();

    private final LatestPlans<WriteOutcome> outcomes = new LatestPlans<>();

    /** @param basis what an empty plan rests on */
    public PlanPage(
            PlanService plans, WriteService writes, People people, InstantSource clock, Supplier<String> basis) {
        this.basis = basis;
        this.plans = plans;
        this.writes = writes;
        this.people = people;
        this.clock = clock;
    }

    /**
     * The plan with what is said of it on this page.
     *
     * @param notice why it was not applied when somebody wanted to; empty otherwise
     * @param applied what became of the plan that the reader just applied
     */
    public record Model(
            String notice,
            Optional<WriteOutcome> applied,
            String headline,
            PlanView plan,
            List<String> waiting,
            List<Figure> capabilities,
            List<Sample> samples) {}

    /**
     * One item in full.
     *
     * @param link to the person; empty when the record is nobody's
     */
    public record Sample(String record, String link, String reason, List<Line> lines) {}

    /** One line of a sample; {@code from} is empty for what is new. */
    public record Line(String sign, String field, String from, String to) {}

    /**
     * What would be written now.
     *
     * @param applied the id of the plan that was applied just before, if one was
     */
    public Model model(@Nullable String applied) {
        return model("", Optional.ofNullable(applied).flatMap(outcomes::find));
    }

    /** The same, with why an earlier one was not applied. */
    public Model refused(String notice) {
        return model(notice, Optional.empty());
    }

    private Model model(String notice, Optional<WriteOutcome> applied) {
        PlanView view =
                plans.look(EVERYTHING, clock.instant(), plan -> PlanView.of(plan, plans.commandsPerCall(), SAMPLES));
        shown.put(view.head().id(), view.counts());
        return new Model(
                notice,
                applied,
                view.headline() + (view.isEmpty() ? " " + basis.get() : " Nothing of this has been written."),
                view,
                view.head().waiting().stream().map(PlanPage::sentence).toList(),
                capabilities(view),
                view.samples().stream().map(this::sample).toList());
    }

    /**
     * Applies what a page showed.
     *
     * @throws PlanRefusedException when it comes to something else by now, or was shown too long ago to tell
     */
    public void apply(String who, @Nullable String id) throws IOException, InterruptedException {
        PlanCounts agreed = Optional.ofNullable(id)
                .flatMap(shown::take)
                .orElseThrow(
                        () -> new PlanRefusedException("Nothing more was written: that plan was applied already, or"
                                + " shown too long ago. This is the plan of now."));
        try (TemporaryPlan kept = plans.temporary()) {
            Plan plan = plans.save(EVERYTHING, clock.instant(), kept.file());
            if (!plan.counts().equals(agreed)) {
                throw new PlanRefusedException("Nothing of that plan was written: decisions have changed since you"
                        + " looked. This is the plan of now.");
            }
            log.info("plan {} is applied by console user {}", plan.id(), who);
            WriteSummary result = writes.apply(plan, clock.instant(), ProgressListener.NONE);
            outcomes.put(String.valueOf(id), WriteOutcome.of(result));
        }
    }

    private static String sentence(Plan.Waiting waiting) {
        return String.format(
                Locale.ROOT,
                "The outcomes of %,d records wait: nobody has confirmed that the triggers of %s are off. Run %s.",
                waiting.records(),
                waiting.connection(),
                OutcomeConfirmation.command(waiting.connection()));
    }

    private static List<Figure> capabilities(PlanView plan) {
        List<Figure> figures = new ArrayList<>();
        plan.counts()
                .capabilities()
                .forEach((capability, count) -> figures.add(Figure.plain(capability.label(), Counts.grouped(count))));
        return figures;
    }

    private Sample sample(PlanItem item) {
        return new Sample(RecordName.of(item.on()), link(item.on()), item.reason(), lines(item));
    }

    private String link(SourceRef record) {
        return people.personOf(record).map(Links::person).orElse("");
    }

    private static List<Line> lines(PlanItem item) {
        if (item instanceof PlanItem.Merge merge) {
            return merge.losers().stream()
                    .map(loser -> new Line("-", "merge", "", loser.id()))
                    .toList();
        }
        return item instanceof PlanItem.Act act ? lines(act) : lines((PlanItem.Fields) item);
    }

    private static List<Line> lines(PlanItem.Act act) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("+", act.what(), "", act.reason()));
        if (act.action() instanceof PendingAction.Publish publish) {
            publish.details().forEach((name, value) -> lines.add(new Line("", name, "", value)));
        }
        return lines;
    }

    private static List<Line> lines(PlanItem.Fields item) {
        List<PlanView.FieldChange> changes = PlanView.changes(item);
        List<Line> lines = new ArrayList<>();
        for (PlanView.FieldChange each : changes.subList(0, Math.min(FIELDS_SHOWN, changes.size()))) {
            lines.add(new Line(each.sign(), each.field(), each.before(), each.after()));
        }
        int more = changes.size() - FIELDS_SHOWN;
        if (more > 0) lines.add(new Line("", more + " more fields", "", ""));
        return lines;
    }
}
