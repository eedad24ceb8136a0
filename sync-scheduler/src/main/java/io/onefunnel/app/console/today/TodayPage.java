package io.onefunnel.app.console.today;

import io.onefunnel.app.console.page.Figure;
import io.onefunnel.app.engine.Kept;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.OwnerNames;
import io.onefunnel.app.view.SlaBoardView;
import io.onefunnel.app.view.Standing;
import io.onefunnel.app.view.StatusView;
import io.onefunnel.app.view.Times;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Answers: is everything well, and what needs me? */
public final class TodayPage {
    private static final int DUE_SHOWN = 25;

    private final Store store;
    private final Map<ConnectionId, Normalizer> normalizers;
    private final Kept<Standing> standing;
    private final InstantSource clock;

    public TodayPage(
            Store store, Map<ConnectionId, Normalizer> normalizers, Kept<Standing> standing, InstantSource clock) {
        this.store = store;
        this.normalizers = Map.copyOf(normalizers);
        this.standing = standing;
        this.clock = clock;
    }

    /**
     * @param counted how long ago the figures were counted; empty for just now
     * @param due the first rows of the board
     */
    public record Model(
            String headline, List<Figure> figures, String counted, StatusView status, List<SlaBoardView.Row> due) {}

    public Model model() {
        StatusView status = StatusView.of(store, standing.get(), clock.instant());
        OwnerNames owners = OwnerNames.of(store.decisions().directory().users(), normalizers);
        SlaBoardView board = SlaBoardView.of(store.reports(), owners, DUE_SHOWN);
        return new Model(
                headline(status),
                figures(status.standing()),
                Times.counted(status.standing().at(), status.now()),
                status,
                board.rows());
    }

    private static String headline(StatusView status) {
        if (status.runs().isEmpty()) return "Nothing has run yet. The first pull will fill this page.";
        List<Shortfall> shortfalls = status.shortfalls();
        if (shortfalls.isEmpty()) return "All is well: the latest runs were complete, nothing was left out.";
        return shortfalls.size() == 1
                ? "Incomplete: " + shortfalls.get(0).what() + ". Nothing is lost."
                : "Incomplete: " + Counts.items(shortfalls.size()) + " since the last runs. Nothing is lost.";
    }

    private static List<Figure> figures(Standing waiting) {
        long late = waiting.timers(SlaTimer.Status.MISSED);
        long atRisk = waiting.timers(SlaTimer.Status.AT_RISK);
        return List.of(
                new Figure("people", Counts.grouped(waiting.people()), "/people", ""),
                new Figure("late", Counts.grouped(late), "#due", "past their time, proven"),
                new Figure("at risk", Counts.grouped(atRisk), "#due", "half of their time is gone"),
                new Figure("records in the plan", Counts.grouped(waiting.changes()), "/plan", "not written yet"),
                new Figure(
                        "duplicates to look at",
                        Counts.grouped(waiting.duplicates()),
                        "/plan",
                        "onefunnel duplicates list"),
                new Figure(
                        "waiting for a decision",
                        Counts.grouped(waiting.forDecision()),
                        "/people",
                        "decided at the next tick"));
    }
}
