package io.onefunnel.send;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.pull.ScriptedVendor;
import io.onefunnel.state.Lease;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Writing back to a vendor that answers by a script, out of a store that shows what it was given. */
abstract class ScriptedWriting {
    static final Lease LEASE = new Lease("write/crm", 1);

    final ShelfStore store = new ShelfStore();
    final ScriptedVendor vendor = new ScriptedVendor();
    private final AtomicInteger number = new AtomicInteger();

    WriteSession session() {
        return new WriteSession(store, vendor, InstantSource.fixed(NOW), () -> "intent-" + number.incrementAndGet());
    }

    static Plan plan(PlanItem... items) {
        return Plan.of(
                new Plan.Head("plan", NOW, "inputs", Map.of(CRM, "account"), List.of(), List.of()), List.of(items));
    }

    static SourceRef ref(String id) {
        return new SourceRef(CRM, RecordKind.PERSON, id);
    }
}
