package io.onefunnel.spi.account;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An adapter that speaks to its connection's own account and to no other. Before the first call for each set of credentials
 * it asks whom they belong to ({@link CrmAdapter#account}, once for the life of this object); where that is another account,
 * nothing is read or written and {@code WRONG_ACCOUNT} is thrown. Only {@link #check} reaches a wrong account, to say so.
 */
public final class GuardedAdapter implements CrmAdapter {
    private final CrmAdapter adapter;
    private final ConnectionSettings settings;
    private final AccountGuard guard;

    /**
     * @param settings those of the adapter
     * @param pinned the account that the connection belongs to, asked for with each question to the vendor: it may be pinned
     *     after the adapter was made. While it is empty, any account will do, and the same for all credentials
     */
    public GuardedAdapter(CrmAdapter adapter, ConnectionSettings settings, Supplier<Optional<String>> pinned) {
        this(adapter, settings, pinned, System::nanoTime);
    }

    GuardedAdapter(
            CrmAdapter adapter, ConnectionSettings settings, Supplier<Optional<String>> pinned, LongSupplier nanoTime) {
        this.adapter = adapter;
        this.settings = settings;
        this.guard = new AccountGuard(adapter, settings, pinned, nanoTime);
    }

    @Override
    public ConnectionId connection() {
        return adapter.connection();
    }

    @Override
    public String account(Use use) {
        return adapter.account(use);
    }

    @Override
    public Readiness check() {
        return guard.completed(adapter.check());
    }

    @Override
    public Budget budget() {
        return adapter.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        // What is not mapped costs no call.
        if (!settings.mapping().typesOf(kind).isEmpty()) guard.require(Use.READ);
        return adapter.pull(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        if (!refs.isEmpty()) guard.require(Use.READ);
        return adapter.read(refs);
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return adapter.writer(type).map(writer -> new GuardedWriter<>(writer, () -> guard.require(useOf(type))));
    }

    private static Use useOf(Class<? extends Command> type) {
        if (type.equals(Command.Merge.class)) return Use.MERGE;
        return type.equals(Command.Reassign.class) ? Use.REASSIGN : Use.WRITE;
    }

    @Override
    public Optional<Duration> retention(RecordKind kind) {
        return adapter.retention(kind);
    }

    @Override
    public Optional<Merging> merging() {
        return adapter.merging().map(merging -> new GuardedMerging(merging, () -> guard.require(Use.MERGE)));
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return adapter.provisioning().map(fields -> new GuardedProvisioning(fields, () -> guard.require(Use.WRITE)));
    }

    @Override
    public Optional<RecordCounts> counts() {
        return adapter.counts().map(counts -> new GuardedCounts(counts, () -> guard.require(Use.READ)));
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return adapter.metadata().map(metadata -> new GuardedMetadata(metadata, () -> guard.require(Use.READ)));
    }

    @Override
    public void close() {
        adapter.close();
    }
}
