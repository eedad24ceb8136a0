package io.onefunnel.sandbox.sample;

import io.onefunnel.sandbox.sample.Sale.Entry;
import io.onefunnel.sandbox.sample.Sale.Stage;
import java.util.ArrayList;
import java.util.List;

/** How an opportunity goes on: stage by stage to the end, to a loss on the way, or into the dark. */
final class Selling {
    private static final long DAY = 86_400;
    private static final Stage[] ROAD = {Stage.QUALIFICATION, Stage.NEEDS, Stage.PROPOSAL, Stage.NEGOTIATION, Stage.WON
    };
    private static final String[] LOSSES = {"Lost to competitor", "No decision", "Price", "Unresponsive"};
    private static final double GOES_DARK = 0.22;

    private final Dice dice;
    private final long now;

    Selling(Dice dice, long now) {
        this.dice = dice;
        this.now = now;
    }

    Sale sell(long createdAt, long amount, boolean wins, boolean existingCustomer, Colleague owner) {
        boolean dark = !wins && dice.chance(GOES_DARK);
        int stopsAfter = wins ? ROAD.length : dice.between(1, ROAD.length - 1);
        long promised = createdAt + DAY * dice.between(40, 110);
        List<Entry> stages = new ArrayList<>();
        long at = createdAt;
        for (int i = 0; i < stopsAfter && at <= now; i++) {
            stages.add(new Entry(ROAD[i], at));
            at += (long) (DAY * dice.around(11, 0.7));
        }
        boolean lost = !wins && !dark && at <= now;
        if (lost) stages.add(new Entry(Stage.LOST, at));
        Entry latest = stages.get(stages.size() - 1);
        // What is still alive has its close date moved on; what went dark keeps the date it once promised.
        long open = dark ? promised : Math.max(promised, now + DAY * dice.between(3, 60));
        return new Sale(
                createdAt,
                stages,
                amount,
                latest.stage().closed() ? latest.at() : open,
                lost ? dice.pick(LOSSES) : "",
                existingCustomer,
                owner);
    }
}
