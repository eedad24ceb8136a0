package io.onefunnel.testkit;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An adapter that does what another one does, for tests that change one thing about it. */
public class ForwardingAdapter implements CrmAdapter {
    protected final CrmAdapter sound;

    public ForwardingAdapter(CrmAdapter sound) {
        this.sound = sound;
    }

    @Override
    public ConnectionId connection() {
        return sound.connection();
    }

    @Override
    public String account(ConnectionSettings.Use use) {
        return sound.account(use);
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
    public Optional<Duration> retention(RecordKind kind) {
        return sound.retention(kind);
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
    public Optional<AccountMetadata> metadata() {
        return sound.metadata();
    }

    @Override
    public void close() {
        sound.close();
    }
}
