package io.onefunnel.app.demo;

import io.onefunnel.app.engine.MergeUndoService;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.PlanText;
import io.onefunnel.app.view.PlanView;
import io.onefunnel.app.view.ProgressLines;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.SystemId;
import io.onefunnel.pull.Pull;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.Merging;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.ProposedMerge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The first minute: local vendors, one funnel, a plan, its writes, a second run that has nothing to do, a merge and its
 * undo. Every figure is computed from this run.
 */
public final class Demo {
    private static final Set<Capability> EVERYTHING = EnumSet.allOf(Capability.class);

    /** An admin's own files may reach far back; each further month costs a call. */
    private static final LocalDate OLDEST_OF_OWN = LocalDate.of(2012, 1, 1);

    /** How long ago the invented company's framework went live. */
    private static final Duration SLAS_COUNTED_FOR = Duration.ofDays(30);

    /** The invented marketer said it a week ago, so that there is something to send; for an admin's own it begins now. */
    private static final Duration OUTCOMES_SENT_FOR = Duration.ofDays(7);

    private final DemoOptions options;
    private final ProgressLines progress;
    private final Function<OpenInstallation, Serving> serve;
    private final Story story;
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<Shortfall> shortfalls = new ArrayList<>();

    /** @param serve starts what goes on after the story */
    public Demo(DemoOptions options, ProgressLines progress, Function<OpenInstallation, Serving> serve) {
        this.options = options;
        this.progress = progress;
        this.serve = serve;
        this.story = new Story(options.json() ? System.err : System.out);
    }

    /**
     * Tells the story; without {@code --once} then serves until the program is stopped.
     *
     * @param told gets the figures once the story is over
     */
    public void run(Consumer<Map<String, Object>> told) throws IOException, InterruptedException {
        Path folder = DemoFolder.create();
        try (SandboxProcess sandbox = SandboxProcess.start(options.sandboxArguments())) {
            Path config = configure(folder, sandbox);
            try (OpenInstallation opening = OpenInstallation.of(config)) {
                tell(opening, config, new ControlClient(sandbox.controlUrl()));
                told.accept(figures);
                if (!options.once()) keepRunning(opening, VendorsFile.write(opening, sandbox));
            }
        } finally {
            DemoFolder.delete(folder);
        }
    }

    private Path configure(Path folder, SandboxProcess sandbox) throws IOException {
        if (options.own()) {
            story.step("Your files are in a local Marketo (leads) and Salesforce (deals).");
        } else {
            story.step("An invented company; its scores prove nothing. Yours: --leads, --deals, --activities.");
        }
        Path data = options.data().orElse(folder.resolve("data"));
        LocalDate oldest =
                options.own() ? OLDEST_OF_OWN : LocalDate.now(ZoneOffset.UTC).minusMonths(26);
        // The invented company agreed on its framework a month ago; for an admin's own people it begins now.
        Instant goLive = options.own() ? Instant.now() : Instant.now().minus(SLAS_COUNTED_FOR);
        return DemoConfig.write(folder.resolve("config"), data, sandbox.start(), options.port(), oldest, goLive);
    }

    private void tell(OpenInstallation opening, Path config, ControlClient judge)
            throws IOException, InterruptedException {
        opening.services().readiness().check();
        Optional<Chaos> chaos =
                options.chaos() ? Optional.of(new Chaos(opening, config, judge, story)) : Optional.empty();
        if (chaos.isPresent()) chaos.get().killInPull();
        confirmOutcomes(opening, opening.installation().clock().instant());
        Instant now = pull(opening);
        long lost = chaos.isPresent() ? chaos.get().missingRecords() : 0;
        DemoFigures report = new DemoFigures(opening, figures);
        report.people(story);
        report.funnel(story);
        approveDuplicates(opening);
        Path file = config.resolveSibling("plan.jsonl");
        Plan plan = plan(opening, now, file);
        WriteSummary applied = chaos.isPresent() ? chaos.get().killInWrite(plan, file, now) : apply(opening, plan, now);
        applied = applied.plus(followUp(opening, now, file));
        // What a killed process wrote stands in no result of ours; the vendors counted it.
        report.applied(applied, chaos.isPresent() ? judge.written() : applied.written(), plan);
        story.step("Applied: %,d records written, %,d refused.", applied.written(), applied.rejected());
        report.outcomes(story, options.own());
        secondRun(opening, now, file, judge);
        if (chaos.isPresent())
            lost += opening.services()
                    .plans()
                    .look(EVERYTHING, now, rest -> rest.counts().items());
        figures.put("lost", lost);
        figures.put("writtenTwice", judge.repeated());
        if (chaos.isPresent()) {
            figures.put("kills", chaos.get().kills());
            story.step(
                    "Killed %d times: %,d lost, %,d written twice (the vendors' own count).",
                    chaos.get().kills(), lost, judge.repeated());
        }
        figures.put("calls", judge.calls());
        if (!options.own()) mergeAndUndo(opening);
        report.leaving(story);
        figures.put(
                "shortfalls",
                shortfalls.stream().map(each -> each.what() + ": " + each.why()).toList());
        figures.put("seconds", Math.round(story.seconds() * 10) / 10.0);
    }

    private void confirmOutcomes(OpenInstallation opening, Instant now) {
        Instant since = options.own() ? now : now.minus(OUTCOMES_SENT_FOR);
        for (ConnectionId each : opening.installation().listeners()) {
            opening.installation().store().consents().confirm(each, since, "demo", now);
        }
    }

    /** Returns as of when it is decided: every step that follows is of that instant. */
    private Instant pull(OpenInstallation opening) throws InterruptedException {
        story.step("Pulling Salesforce, HubSpot and Marketo ...");
        Map<?, Pull.Result> pulled = opening.services().pulls().run(progress);
        pulled.values().forEach(result -> shortfalls.addAll(result.shortfalls()));
        opening.services().decisions().resolve(progress);
        Instant now = opening.installation().clock().instant();
        opening.services().decisions().decide(now, progress);
        progress.close();
        return now;
    }

    /** What a careful admin would approve without looking at each: native ids, or e-mail and name, agree. */
    private void approveDuplicates(OpenInstallation opening) {
        MergeProposals proposals = opening.installation().store().proposals();
        List<ProposedMerge> exact = proposals.in(Set.of(ProposedMerge.State.PROPOSED)).stream()
                .filter(each -> each.proposal().exact())
                .toList();
        exact.forEach(each -> proposals.decide(
                each.number(),
                ProposedMerge.State.APPROVED,
                "demo",
                opening.installation().clock().instant()));
        long others = proposals.in(Set.of(ProposedMerge.State.PROPOSED)).size();
        story.step(
                "Duplicates inside a system: %,d approved (same e-mail and name), %,d left for a person.",
                exact.size(), others);
    }

    private Plan plan(OpenInstallation opening, Instant now, Path file) throws IOException {
        Plan plan = opening.services().plans().save(EVERYTHING, now, file);
        story.step("The plan. Nothing has been written yet.");
        story.block(PlanText.of(PlanView.of(plan, opening.services().plans().commandsPerCall(), 1)));
        return plan;
    }

    private WriteSummary apply(OpenInstallation opening, Plan plan, Instant now) throws InterruptedException {
        WriteSummary applied = opening.services().writes().apply(plan, now, progress);
        progress.close();
        shortfalls.addAll(applied.shortfalls());
        return applied;
    }

    /** Merging gives the vendors' records new facts and, at HubSpot, new ids: what follows from that is written, too. */
    private WriteSummary followUp(OpenInstallation opening, Instant now, Path file)
            throws IOException, InterruptedException {
        opening.services().sync().run(now, progress);
        Plan rest = opening.services().plans().save(EVERYTHING, now, file);
        progress.close();
        if (!rest.isEmpty()) {
            story.step(
                    "The merges gave %,d records new facts; they follow.",
                    rest.counts().items());
        }
        return apply(opening, rest, now);
    }

    private void secondRun(OpenInstallation opening, Instant now, Path file, ControlClient judge)
            throws IOException, InterruptedException {
        long written = judge.written();
        Map<String, Long> before = judge.calls();
        opening.services().sync().run(now, progress);
        Plan plan = opening.services().plans().save(EVERYTHING, now, file);
        WriteSummary result = apply(opening, plan, now);
        Map<String, Long> calls = new LinkedHashMap<>();
        judge.calls().forEach((vendor, count) -> calls.put(vendor, count - before.getOrDefault(vendor, 0L)));
        long writes = judge.written() - written;
        figures.put(
                "secondRun",
                Map.of(
                        "planned",
                        plan.counts().items(),
                        "writes",
                        writes,
                        "written",
                        result.written(),
                        "calls",
                        calls));
        story.step(
                "Second run, same instant: %,d to write, %,d written; calls: %s.",
                plan.counts().items(), writes, DemoFigures.perVendor(calls));
    }

    private void mergeAndUndo(OpenInstallation opening) {
        Optional<ProposedMerge> merged =
                opening.installation().store().proposals().in(Set.of(ProposedMerge.State.MERGED)).stream()
                        .filter(each -> isSalesforce(opening, each.proposal()))
                        .findFirst();
        if (merged.isEmpty()) return;
        MergeUndoService undoing = new MergeUndoService(opening.installation());
        List<String> irreversible = undoing.irreversible(merged.get().proposal());
        Merging.UndoReport report = undoing.undo(merged.get(), "demo");
        figures.put(
                "undo",
                Map.of(
                        "restored",
                        report.restored().size(),
                        "notRestored",
                        report.notRestored().size()));
        story.step("A merge undone: %,d records restored.", report.restored().size());
        irreversible.forEach(line -> story.more("said before the merge: %s", line));
        report.notRestored().forEach(line -> story.more("not restored: %s", line));
    }

    private static boolean isSalesforce(OpenInstallation opening, MergeProposal proposal) {
        return opening.installation()
                .connection(proposal.survivor().connection())
                .filter(each -> each.config().system() == SystemId.SALESFORCE)
                .isPresent();
    }

    private void keepRunning(OpenInstallation opening, Path vendors) {
        try (Serving app = serve.apply(opening)) {
            story.step("Console: %s", app.url());
            story.more("sign in as %s", app.signIn());
            story.more("the vendors' addresses and credentials are in %s", vendors);
            story.more("The scheduler keeps running. Ctrl-C ends it and deletes what the demo made.");
            app.awaitStop();
        }
    }
}
