package io.onefunnel.app.console.plan;

import io.onefunnel.app.console.page.Figure;
import io.onefunnel.app.console.page.Links;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.engine.WriteService;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.OutcomeConfirmation;
import io.onefunnel.app.view.PlanView;
import io.onefunnel.app.view.RecordName;
import io.onefunnel.model.Capability;
import io.onefunnel.model.SourceRef;
import io.onefunnel.state.People;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers: what would be written, where and why? What is shown is kept, so that the button below it applies exactly that. */
public final class PlanPage {
    private static final Logger log = LoggerFactory.getLogger(PlanPage.class);

    private static final int SAMPLES = 4;
    private static final int FIELDS_SHOWN = 14;

    private final WriteService writes;
    private final People people;
    private final ShownPlans shown;
    private final InstantSource clock;

    public PlanPage(WriteService writes, People people, ShownPlans shown, InstantSource clock) {
        this.writes = writes;
        this.people = people;
        this.shown = shown;
        this.clock = clock;
    }

    /** The plan with what is said of it on this page. */
    public record Model(
            String headline, PlanView plan, List<String> waiting, List<Figure> capabilities, List<Sample> samples) {}

    /**
     * One item in full.
     *
     * @param link to the person; empty when the record is nobody's
     */
    public record Sample(String record, String link, String reason, List<Line> lines) {}

    /** One line of a sample; {@code from} is empty for what is new. */
    public record Line(String sign, String field, String from, String to) {}

    /** What would be written now; kept under its id. */
    public Model model() {
        Plan plan = writes.plan(EnumSet.allOf(Capability.class), clock.instant());
        PlanView view = PlanView.of(plan, writes.commandsPerCall());
        if (!view.isEmpty()) shown.keep(plan);
        return new Model(
                view.headline() + (view.isEmpty() ? "" : " Nothing of this has been written."),
                view,
                plan.waiting().stream().map(PlanPage::sentence).toList(),
                capabilities(view),
                view.samples(SAMPLES).stream().map(this::sample).toList());
    }

    /** Applies a plan that the page showed, as it was then. */
    public void apply(String who, @Nullable String id) throws IOException, InterruptedException {
        Optional<Plan> plan = shown.find(id);
        if (plan.isEmpty()) return;
        log.info("plan {} is applied by console user {}", plan.get().id(), who);
        writes.apply(plan.get(), clock.instant(), ProgressListener.NONE);
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
        plan.capabilities()
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
