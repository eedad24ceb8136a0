package io.onefunnel.testkit.memory;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.testkit.Trouble;
import io.onefunnel.testkit.memory.InMemoryCrm.Refused;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The adapter's calls: signed in, counted, tried again where that is harmless. */
final class Wire {
    private static final int TRIES = 4;

    /** The connection broke in a call that changes something: it may have happened. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final ConnectionId connection;
    private final AdapterContext context;
    private final InMemoryCrm crm;
    private final String secret;
    private final boolean reachable;
    private @Nullable String token;
    private volatile long calls;

    Wire(ConnectionId connection, AdapterContext context, InMemoryCrm crm, String secret, boolean reachable) {
        this.connection = connection;
        this.context = context;
        this.crm = crm;
        this.secret = secret;
        this.reachable = reachable;
    }

    long calls() {
        return calls;
    }

    /** A call that may be repeated at will. */
    <T> T read(Function<String, T> call) {
        try {
            return attempt(call, true);
        } catch (Broken e) {
            throw refusal(AdapterErrorCode.UNREACHABLE, "the connection breaks again and again", null);
        }
    }

    /** A call that must not be repeated once it may have happened. */
    <T> T write(Function<String, T> call) throws Broken {
        return attempt(call, false);
    }

    private <T> T attempt(Function<String, T> call, boolean repeatable) throws Broken {
        String operation = repeatable ? "read" : "write";
        boolean renewed = false;
        for (int tries = 1; ; tries++) {
            try {
                String current = signedIn();
                calls++;
                if (!repeatable) context.writes().pass();
                T answer = call.apply(current);
                context.calls().called(operation, Duration.ZERO, "ok");
                return answer;
            } catch (Refused refused) {
                context.calls()
                        .called(
                                operation,
                                Duration.ZERO,
                                codeOf(refused.trouble).name());
                if (refused.trouble == Trouble.TOKEN_EXPIRED) {
                    token = null;
                    if (renewed) throw refusal(AdapterErrorCode.CREDENTIALS_REFUSED, "a new token is refused", refused);
                    renewed = true;
                    continue;
                }
                giveUpWhereDue(refused, tries, repeatable);
                pause(refused, tries);
            }
        }
    }

    private static AdapterErrorCode codeOf(Trouble trouble) {
        return switch (trouble) {
            case TOKEN_EXPIRED -> AdapterErrorCode.TOKEN_EXPIRED;
            case RATE_LIMITED -> AdapterErrorCode.RATE_LIMITED;
            case QUOTA_EXHAUSTED -> AdapterErrorCode.QUOTA_EXHAUSTED;
            case RESET_BEFORE, RESET_AFTER -> AdapterErrorCode.UNREACHABLE;
            case UNAVAILABLE, RECORD_LOCKED -> AdapterErrorCode.VENDOR_UNAVAILABLE;
            case FOREIGN_ANSWER, EMPTY_ANSWER, CUT_ANSWER, REDIRECTED_ANSWER -> AdapterErrorCode.UNEXPECTED_RESPONSE;
        };
    }

    private void giveUpWhereDue(Refused refused, int tries, boolean repeatable) throws Broken {
        boolean broke = refused.trouble == Trouble.RESET_BEFORE || refused.trouble == Trouble.RESET_AFTER;
        if (broke && (!repeatable || tries == TRIES)) throw new Broken();
        if (codeOf(refused.trouble) == AdapterErrorCode.UNEXPECTED_RESPONSE) {
            if (!repeatable) throw new Broken();
            throw refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "this is no answer of the vendor", refused);
        }
        if (refused.trouble == Trouble.QUOTA_EXHAUSTED) {
            throw refusal(AdapterErrorCode.QUOTA_EXHAUSTED, "the day's quota is spent", refused);
        }
        if (tries < TRIES) return;
        if (refused.trouble == Trouble.RATE_LIMITED) {
            throw refusal(AdapterErrorCode.RATE_LIMITED, "too many calls", refused);
        }
        throw refusal(AdapterErrorCode.VENDOR_UNAVAILABLE, "the vendor does not answer", refused);
    }

    private void pause(Refused refused, int tries) {
        Duration asked = Duration.between(context.clock().instant(), refused.notBefore);
        Duration own = Duration.ofSeconds(1L << tries);
        context.pauseOrStop(connection, asked.compareTo(own) > 0 ? asked : own);
    }

    private String signedIn() {
        if (!reachable) throw refusal(AdapterErrorCode.UNREACHABLE, "nobody listens at this address", null);
        String current = token;
        if (current != null) return current;
        String fresh = crm.signIn(secret)
                .orElseThrow(() -> refusal(AdapterErrorCode.CREDENTIALS_REFUSED, "the secret is refused", null));
        token = fresh;
        return fresh;
    }

    private AdapterException refusal(AdapterErrorCode code, String why, @Nullable Refused refused) {
        return new AdapterException(code, connection + ": " + why, refused == null ? null : refused.notBefore, refused);
    }
}
