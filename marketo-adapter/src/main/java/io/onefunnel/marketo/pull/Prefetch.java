package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * Leads to be read, gathered while the log is still being paged: full batches are read meanwhile, so that the log is the
 * only thing one waits for, and the number of calls is the least.
 */
final class Prefetch {
    private final MappedLeads leads;
    private final Instant settled;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> begun = new HashSet<>();
    private final List<Future<List<Change>>> reads = new ArrayList<>();

    /** @param settled what happened to a lead before this instant is surely seen by a read that begins now */
    Prefetch(MappedLeads leads, Instant settled) {
        this.leads = leads;
        this.settled = settled;
    }

    void add(String id, Instant happened) {
        if (begun.contains(id) && happened.isBefore(settled)) return;
        waiting.add(id);
        if (waiting.size() == LeadReader.BATCH) begin();
    }

    /** All that were added, as they are now; those that are gone are not among them. */
    List<Change> read() {
        if (!waiting.isEmpty()) begin();
        List<Change> changes = new ArrayList<>();
        leads.results(reads).forEach(changes::addAll);
        return changes;
    }

    private void begin() {
        begun.addAll(waiting);
        reads.add(leads.begin(List.copyOf(waiting)));
        waiting.clear();
    }
}
