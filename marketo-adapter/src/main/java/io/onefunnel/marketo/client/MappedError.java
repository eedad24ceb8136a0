package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Recovery;
import io.onefunnel.spi.call.Failure;
import java.util.Set;

/**
 * One kind of refusal, and what is done about it.
 *
 * @param code "1018"; "HTTP 503"; empty where the refusal is our own
 * @param meaning in the words of the contract, once nothing more is tried
 */
public record MappedError(String code, RetryRule rule, AdapterErrorCode meaning) {
    // "Error Codes" says that 6xx were not executed; a time-out and a system error are not believed that.
    private static final Set<String> MAY_HAVE_RUN = Set.of("500", "502", "604", "611");

    private static final String UNREADABLE = "unreadable answer";

    /** A refusal without a code of the vendor. */
    static MappedError own(AdapterErrorCode meaning) {
        RetryRule rule = switch (meaning.recovery()) {
            case RETRY_LATER -> RetryRule.RETRY;
            case REAUTHENTICATE -> RetryRule.REAUTHENTICATE;
            case SKIP_RECORD -> RetryRule.RECORD;
            case ASK_ADMIN -> RetryRule.CONFIG;
            case STOP_UNTIL_QUOTA_RESET -> RetryRule.QUOTA;
        };
        return new MappedError("", rule, meaning);
    }

    /** The request may have been on its way, but no answer came. */
    static MappedError unreachable() {
        return new MappedError("no answer", RetryRule.RETRY, AdapterErrorCode.UNREACHABLE);
    }

    /** An answer came, and it is not Marketo's or not all of it: what was asked for may have been done. */
    static MappedError unreadable() {
        return new MappedError(UNREADABLE, RetryRule.BUG, AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    /** Somebody was there, and the answer did not come to its end in time. */
    static MappedError slow() {
        return new MappedError("no end", RetryRule.RETRY, AdapterErrorCode.VENDOR_UNAVAILABLE);
    }

    /** An answer that is not Marketo's own: errors of Marketo come with HTTP 200. */
    static MappedError http(int status) {
        return ofStatus("HTTP ", status);
    }

    /** The same of the identity endpoint: what the token was wanted for was never sent. */
    static MappedError ofIdentity(int status) {
        return ofStatus("identity HTTP ", status);
    }

    private static MappedError ofStatus(String prefix, int status) {
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new MappedError(
                prefix + status,
                passing ? RetryRule.RETRY : RetryRule.BUG,
                passing ? AdapterErrorCode.VENDOR_UNAVAILABLE : AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    /**
     * Whether the request may have been executed although it was answered so. A redirect was not followed, and what a
     * gateway refuses by 4xx did not go through it; 408 is not believed that.
     */
    public boolean mayHaveRun() {
        return MAY_HAVE_RUN.contains(code)
                || code.startsWith("HTTP 5")
                || code.equals("HTTP 408")
                || code.equals(UNREADABLE);
    }

    /** Whether Marketo itself said it: a proxy's status, a broken answer and our own doubts are nothing to go by for long. */
    public boolean isMarketos() {
        return code.matches("\\d+");
    }

    /** As {@link MarketoRetryPolicies} knows it. */
    Failure failure() {
        boolean unlisted = code.matches("6\\d\\d") && !ErrorMapping.lists(code);
        return new Failure(meaning, unlisted ? MarketoRetryPolicies.UNLISTED : code);
    }

    /** Whether one record among several may be the reason, so that the others go through without it. */
    public boolean isOfARecord() {
        return meaning.recovery() == Recovery.SKIP_RECORD || code.equals("611") || code.equals("HTTP 413");
    }
}
