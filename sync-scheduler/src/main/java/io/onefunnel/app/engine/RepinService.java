package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.state.Connections.Pinned;

/** Gives a connection to another account, because a person says that it took the place of the old one. */
public final class RepinService {
    private final Installation installation;

    public RepinService(Installation installation) {
        this.installation = installation;
    }

    /**
     * What a repin would change.
     *
     * @param account the one that the credentials lead to now
     */
    public record Change(Pinned from, String account, String environment) {
        public ConnectionId connection() {
            return from.connection();
        }

        /** Whether the connection belongs to this account already. */
        public boolean isNone() {
            return from.accountId().equals(account) && from.environment().equals(environment);
        }
    }

    /**
     * Asks the vendor; changes nothing.
     *
     * @param pinned what the connection is pinned to now
     * @throws AdapterException when the vendor cannot be asked or does not say which account it is, or when the credentials
     *     of the connection's uses lead to different accounts
     */
    public Change propose(Connected connected, Pinned pinned) {
        Readiness found = connected.adapter().check();
        String account = found.accountId().orElseThrow(() -> unknown(connected, found));
        for (Use use : Use.values()) {
            String own = connected.adapter().account(use);
            if (!own.equals(account)) {
                throw new AdapterException(
                        AdapterErrorCode.WRONG_ACCOUNT,
                        connected.id() + ": its credentials lead to several accounts: " + account + ", and " + own
                                + " for " + use);
            }
        }
        return new Change(pinned, account, found.environment());
    }

    private static AdapterException unknown(Connected connected, Readiness found) {
        return found.problems().stream()
                .filter(problem -> problem.severity() == Severity.BLOCKS)
                .findFirst()
                .map(problem -> new AdapterException(problem.code(), connected.id() + ": " + problem.what()))
                .orElseGet(() -> new AdapterException(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        connected.id() + ": the vendor does not say which account it is"));
    }

    /** @param who the person, for the audit */
    public void make(Change change, String who) {
        installation
                .store()
                .connections()
                .repin(
                        change.connection(),
                        change.account(),
                        change.environment(),
                        who,
                        installation.clock().instant());
    }
}
