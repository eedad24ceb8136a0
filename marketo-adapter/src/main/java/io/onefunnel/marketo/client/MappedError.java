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

    /** An answer that is not Marketo's own: errors of Marketo come with HTTP 200. */
    static MappedError http(int status) {
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new MappedError(
                "HTTP " + status,
                passing ? RetryRule.RETRY : RetryRule.BUG,
                passing ? AdapterErrorCode.VENDOR_UNAVAILABLE : AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    /** Whether the request may have been executed although it was answered so. */
    public boolean mayHaveRun() {
        return MAY_HAVE_RUN.contains(code) || code.startsWith("HTTP 5") || code.equals("not JSON");
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
