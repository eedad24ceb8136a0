package io.onefunnel.app.console.funnel;

import io.onefunnel.app.engine.Kept;
import io.onefunnel.app.view.FunnelView;
import io.onefunnel.app.view.Times;
import io.onefunnel.model.Stage;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Answers: how far do people come, and where do they get lost? */
public final class FunnelPage {
    private static final int WIDEST = 1_000;

    private final Kept<FunnelView> funnel;
    private final InstantSource clock;

    public FunnelPage(Kept<FunnelView> funnel, InstantSource clock) {
        this.funnel = funnel;
        this.clock = clock;
    }

    /**
     * The funnel with what it says at its head.
     *
     * @param counted how long ago it was counted; empty for just now
     */
    public record Model(String headline, String counted, List<Bar> bars, FunnelView funnel) {}

    /** @param width of the bar, in thousandths of the widest */
    public record Bar(FunnelView.Reached reached, int width) {}

    /** As the last decisions left it. */
    public Model model() {
        FunnelView now = funnel.get();
        return new Model(headline(now), Times.counted(now.at(), clock.instant()), bars(now), now);
    }

    private static String headline(FunnelView funnel) {
        long leads = funnel.people(Stage.CONVERSATION_LEAD);
        if (leads == 0) return "No Conversation Leads yet: the funnel fills as responses are pulled and decided.";
        return String.format(
                Locale.ROOT,
                "%,d people became Conversation Leads, %,d were won. Below: where the others are.",
                leads,
                funnel.people(Stage.CLOSED_WON));
    }

    private static List<Bar> bars(FunnelView funnel) {
        long most =
                funnel.stages().stream().mapToLong(FunnelView.Reached::people).reduce(1, Math::max);
        return funnel.stages().stream()
                .map(each -> new Bar(each, (int) Math.round((double) WIDEST * each.people() / most)))
                .toList();
    }
}
