package io.onefunnel.benchmarks;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import java.util.List;
import java.util.Optional;

/** An adapter whose pulls are timed. */
final class TimedAdapter implements CrmAdapter {
    private final CrmAdapter adapter;
    private final Stopwatch watch;

    TimedAdapter(CrmAdapter adapter, Stopwatch watch) {
        this.adapter = adapter;
        this.watch = watch;
    }

    @Override
    public ConnectionId connection() {
        return adapter.connection();
    }

    @Override
    public String account(ConnectionSettings.Use use) {
        return adapter.account(use);
    }

    @Override
    public Readiness check() {
        return adapter.check();
    }

    @Override
    public Budget budget() {
        return adapter.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        return watch.time(() -> adapter.pull(kind, from));
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return adapter.read(refs);
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return adapter.writer(type);
    }

    @Override
    public Optional<Merging> merging() {
        return adapter.merging();
    }

    @Override
    public void close() {
        adapter.close();
    }
}
