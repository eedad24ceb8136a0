package io.onefunnel.testkit.memory;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Readiness;
import io.onefunnel.testkit.ForwardingAdapter;
import java.util.function.UnaryOperator;

/** Adapters that say too little, too much or the wrong thing of their accounts and failures. */
final class BrokenChecks {
    private BrokenChecks() {}

    /** An empty field of an answer is passed on as it came. */
    static final class TakesABlankForAnAccount extends ForwardingAdapter {
        TakesABlankForAnAccount(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public String account(Use use) {
            try {
                return sound.account(use);
            } catch (AdapterException e) {
                if (e.code() == AdapterErrorCode.UNEXPECTED_RESPONSE) return "";
                throw e;
            }
        }
    }

    /** Knows the account of those that read, and has nothing to say of the others. */
    static final class AsksOnlyForReading extends ForwardingAdapter {
        AsksOnlyForReading(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public String account(Use use) {
            return use == Use.READ ? sound.account(use) : "the account of " + use;
        }
    }

    static final class StopsAtTheFirstProblem extends ForwardingAdapter {
        StopsAtTheFirstProblem(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public Readiness check() {
            Readiness all = sound.check();
            return new Readiness(
                    all.accountId(),
                    all.environment(),
                    all.clockSkew(),
                    all.problems().stream().limit(1).toList());
        }
    }

    static CrmAdapter showsTheSecret(CrmAdapter sound) {
        return failing(sound, e -> {
            Throwable url = new IllegalStateException("GET /token?secret=" + InMemoryFixture.WRONG_SECRET, e);
            return new AdapterException(e.code(), String.valueOf(e.getMessage()), url);
        });
    }

    static CrmAdapter callsEveryFailureUnexpected(CrmAdapter sound) {
        return failing(
                sound, e -> new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "something went wrong", e));
    }

    private static CrmAdapter failing(CrmAdapter sound, UnaryOperator<AdapterException> told) {
        return BrokenPulls.pulling(sound, (kind, from) -> {
            try {
                return sound.pull(kind, from);
            } catch (AdapterException e) {
                throw told.apply(e);
            }
        });
    }
}
