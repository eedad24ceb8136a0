package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One account of one vendor. Used by one thread at a time, except that {@link #budget} may be asked by any; several
 * adapters run side by side. The constructor does no I/O.
 *
 * <p>Every method that talks to the vendor throws {@link AdapterException} when the vendor cannot be reached or refuses
 * the whole request, after the adapter has retried what its {@link Recovery} allows. A single record that is refused
 * is an outcome or a {@link Change.Unreadable}, never an exception.
 */
public interface CrmAdapter extends AutoCloseable {
    ConnectionId connection();

    /**
     * The vendor's own id of the account (org id, portal id, Munchkin id) that the credentials for this use lead to now, in
     * the form of {@link Readiness#accountId}; never blank. Asked of the vendor anew at each call, by one cheap read, where
     * the vendor can be asked; where it cannot, as far as addresses and options tell. It need not be the account that the
     * connection belongs to: whoever made the adapter compares them ({@code io.onefunnel.spi.account.GuardedAdapter}), before
     * anything else is asked, and the adapter does not.
     *
     * @throws AdapterException UNEXPECTED_RESPONSE naming what was missing, when the vendor answers and does not say which
     *     account it is; WRONG_ACCOUNT when it cannot be the one that is meant whatever its id is, such as a production
     *     account where the options demand a sandbox, or addresses of two accounts; else as for every call
     */
    String account(ConnectionSettings.Use use);

    /**
     * Looks whether this connection can work: credentials, the account it belongs to, rights, mapped fields, the
     * vendors' own syncs beside us. Finds every problem at once, writes nothing, and does not throw for a problem that
     * it can name.
     */
    Readiness check();

    /** What this account's calls cost so far and what is left; from the last answers, without a call. */
    Budget budget();

    /**
     * The next page of records that changed since {@code from}; an empty page is a normal answer, also while there is
     * more. A kind that the vendor or the mapping does not have is an empty page that is caught up, without a call.
     *
     * <p>Guarantees: from the first cursor on, every record that exists, and every change, deletion and merge that the
     * vendor lets anyone see, arrives at least once; asking again with the same cursor gives at least what it gave
     * before; with the cursor of a caught-up page, records that did not change since do not come again, except for
     * those inside the vendor's overlap. The completeness promised by {@link Progress.CaughtUp} never reaches past the
     * instant at which the pull of the first page began. Equal timestamps across a page border lose no row.
     */
    PullPage pull(RecordKind kind, Cursor from);

    /**
     * What the vendor holds of these records now, by id, in any order: {@link Change.Present}, {@link
     * Change.MergedInto} or {@link Change.Deleted}; at least one entry for each ref. Reads the primary store, not a
     * search index. Kinds PERSON, COMPANY and OPPORTUNITY at least.
     */
    List<Change> read(List<SourceRef> refs);

    /**
     * The way to send commands of one type; empty when this vendor has none. {@link Command.SetFields} is mandatory.
     */
    <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type);

    /**
     * The shortest time for which the vendor keeps what is mapped as this kind, counted back from the present; from the
     * mapping and the vendor's documents, without a call. What is older was purged there before we could read it: the core
     * takes it for unknown, never for "did not happen". An adapter that answers cites the vendor's own page on retention
     * beside the figure, and rounds down where the page is vague. The same at every call while the mapping is the same.
     *
     * @return empty when the vendor keeps it for ever, or does not say for how long; also for a kind that is not mapped
     */
    default Optional<Duration> retention(RecordKind kind) {
        return Optional.empty();
    }

    /** What has to be known before and after a merge; present when {@code writer(Merge.class)} is. */
    default Optional<Merging> merging() {
        return Optional.empty();
    }

    /** Creating our fields at the vendor. Absent where the admin deploys a package instead. */
    default Optional<Provisioning> provisioning() {
        return Optional.empty();
    }

    /** Cheap counting of records, for progress bars and reconciliation. */
    default Optional<RecordCounts> counts() {
        return Optional.empty();
    }

    /** The account's own words and hours. */
    default Optional<AccountMetadata> metadata() {
        return Optional.empty();
    }

    @Override
    void close();
}
