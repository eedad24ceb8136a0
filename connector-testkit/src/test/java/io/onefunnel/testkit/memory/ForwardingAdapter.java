package io.onefunnel.testkit.memory;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.RecordCounts;
import java.util.List;
import java.util.Optional;

/** An adapter that does what another one does. */
class ForwardingAdapter implements CrmAdapter {
    final CrmAdapter sound;

    ForwardingAdapter(CrmAdapter sound) {
        this.sound = sound;
    }

    @Override
    public ConnectionId connection() {
        return sound.connection();
    }

    @Override
    public Readiness check() {
        return sound.check();
    }

    @Override
    public Budget budget() {
        return sound.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        return sound.pull(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return sound.read(refs);
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return sound.writer(type);
    }

    @Override
    public Optional<Merging> merging() {
        return sound.merging();
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return sound.provisioning();
    }

    @Override
    public Optional<RecordCounts> counts() {
        return sound.counts();
    }

    @Override
    public void close() {
        sound.close();
    }
}
