package io.onefunnel.salesforce;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.Counting;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One Salesforce org. */
final class SalesforceAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final Http http;
    private final Calls calls;
    private final Schema schema;
    private final Check check;
    private final Pulls pulls;
    private final Reads reads;
    private final MergeDesk mergeDesk;
    private final Map<Class<?>, Writes<?>> writes = new LinkedHashMap<>();
    private boolean accountKnown;

    SalesforceAdapter(ConnectionSettings settings, SalesforceOptions options, AdapterContext context) {
        this.settings = settings;
        InstantSource clock = context.clock();
        ConnectionId id = settings.id();
        http = new Http();
        calls = new Calls(id, new Sessions(settings, options, http, clock), http, context);
        schema = new Schema(calls, settings.mapping(), clock);
        ServerClock serverClock = new ServerClock(calls, clock);
        reads = new Reads(id, calls, schema, clock);
        pulls = new Pulls(id, options, calls, schema, serverClock, clock);
        check = new Check(settings, calls, schema, reads, serverClock, clock);
        mergeDesk = new MergeDesk(calls, schema, reads, clock);
        writes.put(Command.SetFields.class, new FieldWrites(calls, schema, reads, clock));
        writes.put(Command.Reassign.class, new OwnerWrites(calls, schema, reads, clock));
        writes.put(Command.CreateTask.class, new TaskWrites(calls, schema, reads, clock, options.zone()));
        writes.put(Command.LinkReferral.class, new ReferralWrites(calls, schema, reads, clock));
        writes.put(Command.Merge.class, new MergeWrites(calls, schema, reads, clock));
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public Readiness check() {
        return check.run();
    }

    @Override
    public Budget budget() {
        return calls.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        if (!settings.mapping().typesOf(kind).isEmpty()) demandAccount();
        return pulls.page(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        if (refs.isEmpty()) return List.of();
        demandAccount();
        return reads.read(refs);
    }

    @Override
    @SuppressWarnings("unchecked") // the key of each entry is the type of its commands
    public <C extends Command> Optional<Writes<C>> writes(Class<C> type) {
        return Optional.ofNullable((Writes<C>) writes.get(type)).map(Pinned::new);
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(mergeDesk);
    }

    @Override
    public Optional<Counting> counting() {
        return Optional.of(this::count);
    }

    @Override
    public void close() {
        http.close();
    }

    private OptionalLong count(RecordKind kind) {
        demandAccount();
        long count = 0;
        for (MappedType type : schema.mapped(kind)) {
            count += calls.read(
                    "count " + type.name(), soap -> soap.query(Soql.count(type)).getSize());
        }
        return OptionalLong.of(count);
    }

    /** A sandbox has the ids of its production: nothing is read from or written to another org than the pinned one. */
    private void demandAccount() {
        if (accountKnown || settings.accountId().isEmpty()) return;
        String pinned = Ids.to18(settings.accountId().get());
        String org = calls.orgId();
        if (!org.equals(pinned)) {
            throw new AdapterException(
                    AdapterErrorCode.WRONG_ACCOUNT,
                    settings.id() + ": org " + org + " answers, but the connection belongs to org " + pinned
                            + "; check url and credentials");
        }
        accountKnown = true;
    }

    /** Writes that first make sure of the org. */
    private final class Pinned<C extends Command> implements Writes<C> {
        private final Writes<C> writes;

        Pinned(Writes<C> writes) {
            this.writes = writes;
        }

        @Override
        public int batchSize() {
            return writes.batchSize();
        }

        @Override
        public List<WriteOutcome> write(List<C> commands) {
            if (!commands.isEmpty()) demandAccount();
            return writes.write(commands);
        }

        @Override
        public List<WriteOutcome> settle(List<C> unknown) {
            if (!unknown.isEmpty()) demandAccount();
            return writes.settle(unknown);
        }
    }
}
