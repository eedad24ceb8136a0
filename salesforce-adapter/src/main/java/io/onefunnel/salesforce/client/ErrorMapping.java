package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.SoapFaultException;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * What the code of a failed call means: every code of a SOAP fault, a REST error or a token answer is judged here and
 * nowhere else. Codes of single rows are the writers' to judge.
 */
final class ErrorMapping {
    private static final Pattern ORIGINAL = Pattern.compile("([A-Z][A-Z0-9_]{2,}): ");

    private ErrorMapping() {}

    /** @param host where the call went to, for the message of a connection that did not come about */
    static MappedError of(Exception thrown, String host) {
        if (thrown instanceof ApiFault fault) {
            String code = fault.getExceptionCode() == null
                    ? ""
                    : fault.getExceptionCode().name();
            return ofFault(code, String.valueOf(fault.getExceptionMessage()));
        }
        if (thrown instanceof RefusedException refusal) return ofAnswer(refusal);
        Throwable cause =
                thrown instanceof ConnectionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RefusedException refusal) return ofAnswer(refusal);
        if (cause instanceof IOException io) return ofConnection(io, host);
        if (thrown instanceof SoapFaultException) {
            return MappedError.unlisted("", "a SOAP fault without a code that is known");
        }
        // Unknown elements make the whole answer unreadable, also that of a write that was done.
        return new MappedError(AdapterErrorCode.UNEXPECTED_RESPONSE, true, "", "the answer cannot be read");
    }

    /** A code that the stubs do not know stands in the message: see {@link KnownCodes}. */
    private static MappedError ofFault(String code, String message) {
        Matcher original = ORIGINAL.matcher(message);
        boolean stoodIn = code.equals(KnownCodes.STAND_IN)
                && original.lookingAt()
                && !original.group(1).equals(code);
        return stoodIn ? ofCode(original.group(1), message.substring(original.end())) : ofCode(code, message);
    }

    /** Where nothing is sent any more once the host was not found or did not take the connection. */
    private static MappedError ofConnection(IOException io, String host) {
        boolean neverSent = io instanceof ConnectException
                || io instanceof UnknownHostException
                || io instanceof NoRouteToHostException
                || io instanceof SSLHandshakeException;
        return new MappedError(
                AdapterErrorCode.UNREACHABLE,
                !neverSent,
                "",
                host + " cannot be reached (" + io.getClass().getSimpleName() + ")");
    }

    private static MappedError ofAnswer(RefusedException refusal) {
        if (!refusal.code().isEmpty()) return ofCode(refusal.code(), refusal.text());
        int status = refusal.status();
        if (status == 401) return ofCode("INVALID_SESSION_ID", refusal.text());
        if (status >= 500 || status == 429) {
            // 503 is said before the request is taken up; the others can come after it was.
            return new MappedError(
                    AdapterErrorCode.VENDOR_UNAVAILABLE, status != 503 && status != 429, "", refusal.text());
        }
        return new MappedError(AdapterErrorCode.UNEXPECTED_RESPONSE, false, "", refusal.text());
    }

    private static MappedError ofCode(String code, String message) {
        return switch (code) {
            // The vendor's text may quote a part of the session key.
            case "INVALID_SESSION_ID", "INVALID_AUTH_HEADER", "LOGIN_OAUTH_INVALID_TOKEN" ->
                MappedError.notApplied(AdapterErrorCode.TOKEN_EXPIRED, code, "the session is not accepted");
            case "INVALID_LOGIN", "PASSWORD_LOCKOUT", "LOGIN_MUST_USE_SECURITY_TOKEN", "ORG_LOCKED" ->
                MappedError.notApplied(AdapterErrorCode.CREDENTIALS_REFUSED, code, message);
            case "rate_limit_exceeded" -> MappedError.notApplied(AdapterErrorCode.RATE_LIMITED, code, message);
            case "REQUEST_LIMIT_EXCEEDED" -> requestLimit(code, message);
            case "EXCEEDED_QUOTA" -> MappedError.notApplied(AdapterErrorCode.QUOTA_EXHAUSTED, code, message);
            case "SERVER_UNAVAILABLE" -> MappedError.notApplied(AdapterErrorCode.VENDOR_UNAVAILABLE, code, message);
            // The same query would end in the same way: whoever asked asks for less.
            case "QUERY_TIMEOUT", "OPERATION_TOO_LARGE", "QUERY_TOO_COMPLICATED" ->
                MappedError.notApplied(AdapterErrorCode.VENDOR_UNAVAILABLE, code, message);
            // A cursor that is gone; the query is asked anew from where it was last stored.
            case "INVALID_QUERY_LOCATOR", "INVALID_LOCATOR" ->
                MappedError.notApplied(AdapterErrorCode.VENDOR_UNAVAILABLE, code, message);
            case "UNABLE_TO_LOCK_ROW" -> MappedError.notApplied(AdapterErrorCode.RECORD_LOCKED, code, message);
            case "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION" ->
                new MappedError(AdapterErrorCode.VENDOR_UNAVAILABLE, true, code, message);
            case "INVALID_FIELD" -> MappedError.notApplied(AdapterErrorCode.FIELD_NOT_READABLE, code, message);
            case "INVALID_TYPE", "INSUFFICIENT_ACCESS", "INVALID_OPERATION" ->
                MappedError.notApplied(AdapterErrorCode.PERMISSION_MISSING, code, message);
            case "FUNCTIONALITY_NOT_ENABLED",
                    "INVALIDENTITY",
                    "API_DISABLED_FOR_ORG",
                    "API_CURRENTLY_DISABLED",
                    "TRIAL_EXPIRED",
                    "UNSUPPORTED_API_VERSION",
                    "STORAGE_LIMIT_EXCEEDED" -> MappedError.notApplied(AdapterErrorCode.FEATURE_MISSING, code, message);
            case "ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "INVALID_ID_FIELD" ->
                MappedError.notApplied(AdapterErrorCode.RECORD_GONE, code, message);
            // Asked for a range that the vendor does not keep, or of which it knows too much: whoever asked plans anew.
            case "INVALID_REPLICATION_DATE", "EXCEEDED_ID_LIMIT" ->
                MappedError.notApplied(AdapterErrorCode.UNEXPECTED_RESPONSE, code, message);
            case "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR" ->
                MappedError.notApplied(
                        AdapterErrorCode.UNEXPECTED_RESPONSE, code, message + "; check \"where\" in the mapping");
            default -> ofUnlisted(code, message);
        };
    }

    /** The token endpoint's errors are few; any other code is one that we have not read of. */
    private static MappedError ofUnlisted(String code, String message) {
        return LoginErrorHelp.of(code, message)
                .map(advice ->
                        MappedError.notApplied(AdapterErrorCode.CREDENTIALS_REFUSED, code, message + "; " + advice))
                .orElseGet(() -> MappedError.unlisted(code, message));
    }

    /** One code for two things: the day's quota, and too many long calls at once. */
    private static MappedError requestLimit(String code, String message) {
        return message.startsWith("ConcurrentRequests")
                ? MappedError.notApplied(AdapterErrorCode.RATE_LIMITED, code, message)
                : MappedError.notApplied(AdapterErrorCode.QUOTA_EXHAUSTED, code, message);
    }
}
