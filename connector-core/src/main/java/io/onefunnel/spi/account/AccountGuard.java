package io.onefunnel.spi.account;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks an adapter for the account behind each set of credentials: once a minute while it is the right one, and again as long
 * as it is not. Used by one thread at a time, as its adapter is.
 */
final class AccountGuard {
    /** A secret may be changed while the program runs, and lead elsewhere from then on. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    private final CrmAdapter adapter;
    private final ConnectionSettings settings;
    private final Supplier<Optional<String>> pinned;
    private final LongSupplier nanoTime;
    /** By use, when its account was found to be the right one. */
    private final Map<Use, Long> right = new EnumMap<>(Use.class);

    private @Nullable String readFrom;

    /** @param nanoTime as {@link System#nanoTime} counts */
    AccountGuard(
            CrmAdapter adapter, ConnectionSettings settings, Supplier<Optional<String>> pinned, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.adapter = adapter;
        this.settings = settings;
        this.pinned = pinned;
    }

    /**
     * That what is done for this use is done in the right account: the one that the connection is pinned to, or, while it
     * is not, the one that is read from.
     *
     * @throws AdapterException WRONG_ACCOUNT when it is another one; whatever {@link CrmAdapter#account} threw
     */
    void require(Use use) {
        Use asked = representative(use);
        Long since = right.get(asked);
        if (since != null && nanoTime.getAsLong() - since < ASKED_AGAIN.toNanos()) return;
        right.remove(asked);
        boolean reads = asked == representative(Use.READ);
        String account = account(asked);
        Optional<String> belongsTo = pinned.get();
        if (belongsTo.isEmpty() && !reads) {
            require(Use.READ);
            belongsTo = Optional.ofNullable(readFrom);
        }
        if (belongsTo.isPresent() && !belongsTo.get().equals(account)) {
            throw new AdapterException(
                    AdapterErrorCode.WRONG_ACCOUNT,
                    settings.id() + ": " + contradiction(use, account, belongsTo.get()) + "; "
                            + remedy(belongsTo.get()));
        }
        if (reads) readFrom = account;
        right.put(asked, nanoTime.getAsLong());
    }

    /** What a check found, and besides which credentials lead to an account that is not the connection's. */
    Readiness completed(Readiness found) {
        if (found.accountId().isEmpty()) return found;
        List<Problem> problems = new ArrayList<>(found.problems());
        String belongsTo = pinned.get().orElse(found.accountId().get());
        wrong(Use.READ, found.accountId().get(), belongsTo).ifPresent(problems::add);
        for (Use use : Use.values()) {
            if (!settings.separate(use)) continue;
            separate(use, belongsTo)
                    .filter(problem ->
                            problems.stream().noneMatch(known -> known.what().equals(problem.what())))
                    .ifPresent(problems::add);
        }
        return new Readiness(found.accountId(), found.environment(), found.clockSkew(), problems);
    }

    private Optional<Problem> separate(Use use, String belongsTo) {
        try {
            return wrong(use, account(use), belongsTo);
        } catch (AdapterException e) {
            return Optional.of(new Problem(
                    Severity.BLOCKS,
                    e.code(),
                    String.valueOf(e.getMessage()),
                    "check the credentials for " + word(use)));
        }
    }

    private Optional<Problem> wrong(Use use, String account, String belongsTo) {
        if (account.equals(belongsTo)) return Optional.empty();
        return Optional.of(new Problem(
                Severity.BLOCKS,
                AdapterErrorCode.WRONG_ACCOUNT,
                contradiction(use, account, belongsTo),
                remedy(belongsTo)));
    }

    private String account(Use use) {
        String account = adapter.account(use);
        if (!account.isBlank()) return account;
        throw new AdapterException(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                settings.id() + ": nobody says which account the credentials for " + word(use) + " belong to");
    }

    /** Uses without credentials of their own share the connection's: the first of them is asked for all. */
    private Use representative(Use use) {
        if (settings.separate(use)) return use;
        for (Use each : Use.values()) {
            if (!settings.separate(each)) return each;
        }
        return use;
    }

    private static String contradiction(Use use, String account, String belongsTo) {
        return "the credentials for " + word(use) + " lead to account " + account
                + ", but the connection belongs to account " + belongsTo;
    }

    private static String remedy(String belongsTo) {
        return "put credentials of " + belongsTo
                + " back, or give the other account a connection and a store of its own; if it took the"
                + " old one's place, see `onefunnel connections repin`";
    }

    private static String word(Use use) {
        return switch (use) {
            case READ -> "reading";
            case WRITE -> "writing";
            case MERGE -> "merging";
            case REASSIGN -> "changing owners";
        };
    }
}
