package io.onefunnel.send;

import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends the items of a plan to one connection. The intent is a row before each call and has its outcome after it: what a
 * crash leaves without an outcome is settled by reading before anything is sent again.
 */
public final class WriteBack {
    /** Told while it goes on, for progress. */
    @FunctionalInterface
    public interface Watch {
        void written(int items);
    }

    private final WriteSession desk;

    /** @param ids makes an id for each intended write, unique for ever */
    public WriteBack(Store store, CrmAdapter adapter, InstantSource clock, Supplier<String> ids) {
        this.desk = new WriteSession(store, adapter, clock, ids);
    }

    /**
     * What became of a plan's items of this connection.
     *
     * @param superseded items that were left out because what they would have written over has moved since the plan
     */
    public record Result(
            int written,
            int unchanged,
            int rejected,
            int stale,
            int deferred,
            int unknown,
            int superseded,
            List<Shortfall> shortfalls) {
        static Result none() {
            return new Result(0, 0, 0, 0, 0, 0, 0, List.of());
        }

        /** Both together. */
        public Result plus(Result other) {
            List<Shortfall> all = new ArrayList<>(shortfalls);
            all.addAll(other.shortfalls);
            return new Result(
                    written + other.written,
                    unchanged + other.unchanged,
                    rejected + other.rejected,
                    stale + other.stale,
                    deferred + other.deferred,
                    unknown + other.unknown,
                    superseded + other.superseded,
                    all);
        }
    }

    /** Finds out by reading what became of calls that may have happened. To be done before anything is sent. */
    public Result settle(Lease lease) {
        return desk.settle(lease);
    }

    /** Merges what the plan says, one after the other. */
    public Result merge(Lease lease, Plan plan, Watch watch) {
        return new MergeWriter(desk).merge(lease, plan, watch);
    }

    /** Sets the fields that the plan says, in batches as large as the vendor takes. */
    public Result setFields(Lease lease, Plan plan, Watch watch) {
        return new FieldWriter(desk).setFields(lease, plan, watch);
    }

    /**
     * Does what is more than a field, one kind after the other. What is no longer due as the plan showed it, and what rests on
     * a record that has moved, is left for the next decision.
     *
     * @param looked records of any connection that no longer say what was decided from
     */
    public Result act(Lease lease, Plan plan, FreshnessCheck.Looked looked, Watch watch) {
        return new ActionWriter(desk).act(lease, plan, looked, watch);
    }
}
