package io.onefunnel.sample.company;

import io.onefunnel.sample.company.Sale.Entry;
import io.onefunnel.sample.company.Sale.Stage;
import java.util.ArrayList;
import java.util.List;

/** How an opportunity goes on: stage by stage to the end, to a loss on the way, or into the dark. */
final class Selling {
    private static final long DAY = 86_400;
    private static final Stage[] ROAD = {Stage.QUALIFICATION, Stage.NEEDS, Stage.PROPOSAL, Stage.NEGOTIATION, Stage.WON
    };
    private static final String[] LOSSES = {"Lost to competitor", "No decision", "Price", "Unresponsive"};
    private static final double GOES_DARK = 0.22;

    private final SeededRandom random;
    private final long now;

    Selling(SeededRandom random, long now) {
        this.random = random;
        this.now = now;
    }

    Sale sell(long createdAt, long amount, boolean wins, boolean existingCustomer, StaffMember owner) {
        boolean dark = !wins && random.chance(GOES_DARK);
        int stopsAfter = wins ? ROAD.length : random.between(1, ROAD.length - 1);
        long promised = createdAt + DAY * random.between(40, 110);
        List<Entry> stages = new ArrayList<>();
        long at = createdAt;
        for (int i = 0; i < stopsAfter && at <= now; i++) {
            stages.add(new Entry(ROAD[i], at));
            at += (long) (DAY * random.around(11, 0.7));
        }
        boolean lost = !wins && !dark && at <= now;
        if (lost) stages.add(new Entry(Stage.LOST, at));
        Entry latest = stages.get(stages.size() - 1);
        // What is still alive has its close date moved on; what went dark keeps the date it once promised.
        long open = dark ? promised : Math.max(promised, now + DAY * random.between(3, 60));
        return new Sale(
                createdAt,
                stages,
                amount,
                latest.stage().closed() ? latest.at() : open,
                lost ? random.pick(LOSSES) : "",
                existingCustomer,
                owner);
    }
}
