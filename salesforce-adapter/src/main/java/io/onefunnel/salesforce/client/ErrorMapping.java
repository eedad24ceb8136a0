package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.SoapFaultException;
import io.onefunnel.http.AnswerTooLargeException;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * What the code of a failed call means: every code of a SOAP fault, a REST error or a token answer is judged here and
 * nowhere else. Codes of single rows are the writers' to judge.
 */
final class ErrorMapping {
    /** What a fault quotes is a value of a record. */
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

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
        if (cause instanceof MovedException moved) {
            return MappedError.moved(moved.why());
        }
        if (cause instanceof UnexpectedAnswerException unexpected) {
            return unexpected.brokeOff()
                    ? new MappedError(AdapterErrorCode.VENDOR_UNAVAILABLE, true, "", unexpected.why())
                    : MappedError.spoiled(unexpected.why());
        }
        if (cause instanceof AnswerTooLargeException large) {
            return new MappedError(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    true,
                    "",
                    large.getMessage() + ", more than Salesforce can have meant; look at what answers there");
        }
        if (cause instanceof InterruptedIOException late && !VendorHttp.isLateToConnect(late)) {
            return new MappedError(
                    AdapterErrorCode.VENDOR_UNAVAILABLE, true, "", host + " did not answer to the end in time");
        }
        if (cause instanceof IOException io) return ofConnection(io, host);
        if (thrown instanceof SoapFaultException fault) return ofFault(fault);
        // Unknown elements make the whole answer unreadable, also that of a write that was done.
        return MappedError.spoiled("the answer of " + host + " cannot be read");
    }

    /** The same of a sign-in: there is no session yet that could have expired. */
    static MappedError ofSignIn(Exception thrown, String host) {
        MappedError error = of(thrown, host);
        return error.code() == AdapterErrorCode.TOKEN_EXPIRED
                ? MappedError.notApplied(
                        AdapterErrorCode.CREDENTIALS_REFUSED,
                        error.vendorCode(),
                        host + " refuses the sign-in without saying why; check client-id, the app's policies and the"
                                + " user's login history in Setup")
                : error;
    }

    /** Faults with a code of the API are {@link ApiFault}s; these are of SOAP itself. */
    private static MappedError ofFault(SoapFaultException fault) {
        // SOAP 1.1, 4.4.1: "the message was incorrectly formed"; it came to nobody who could have acted on it.
        boolean ours = fault.getFaultCode() != null
                && fault.getFaultCode().getLocalPart().equals("Client");
        return ours
                ? MappedError.notApplied(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        ErrorScope.CLIENT_FAULT,
                        "the call does not fit the API: "
                                + QUOTED.matcher(String.valueOf(fault.getMessage()))
                                        .replaceAll("'...'"))
                : MappedError.unlisted("", "a SOAP fault without a code that is known");
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
                || io instanceof SSLHandshakeException
                || io instanceof InterruptedIOException;
        return new MappedError(
                AdapterErrorCode.UNREACHABLE,
                !neverSent,
                "",
                host + " cannot be reached (" + io.getClass().getSimpleName() + ")");
    }

    private static MappedError ofAnswer(RefusedException refusal) {
        if (!refusal.code().isEmpty()) return ofCode(refusal.code(), refusal.text());
        int status = refusal.status();
        boolean page = refusal.text().contains("html");
        if (status == 401 && !page) return ofCode("INVALID_SESSION_ID", refusal.text());
        if (status >= 500 || status == 429 || status == 408) {
            // 503 is said before the request is taken up; the others can come after it was.
            return new MappedError(
                    AdapterErrorCode.VENDOR_UNAVAILABLE, status != 503 && status != 429, "", refusal.text());
        }
        return new MappedError(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                false,
                "",
                refusal.text() + "; check url and what stands in between");
    }

    private static MappedError ofCode(String code, String message) {
        return switch (code) {
            // The vendor's text may quote a part of the session key.
            case "INVALID_SESSION_ID", "INVALID_AUTH_HEADER", "LOGIN_OAUTH_INVALID_TOKEN" ->
                MappedError.notApplied(AdapterErrorCode.TOKEN_EXPIRED, code, "the session is not accepted");
            case "INVALID_LOGIN", "PASSWORD_LOCKOUT", "LOGIN_MUST_USE_SECURITY_TOKEN", "ORG_LOCKED" ->
                MappedError.notApplied(AdapterErrorCode.CREDENTIALS_REFUSED, code, message);
            // The token endpoint's own trouble, with the words to try again (amazon-connect-salesforce-lambda #43); the
            // others are RFC 6749's, 4.1.2.1.
            case "unknown_error", "server_error", "temporarily_unavailable" ->
                MappedError.notApplied(AdapterErrorCode.VENDOR_UNAVAILABLE, code, message);
            case "LOGIN_RATE_EXCEEDED" ->
                MappedError.notApplied(
                        AdapterErrorCode.RATE_LIMITED,
                        code,
                        "more than 3,600 sign-ins of this user in an hour; see which other programs sign in as it");
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
            // Read by nobody, and its text quotes what was sent.
            case "XML_PARSER_ERROR" ->
                MappedError.notApplied(
                        AdapterErrorCode.UNEXPECTED_RESPONSE, code, "the call could not be read by the API");
            case "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR" ->
                MappedError.notApplied(
                        AdapterErrorCode.UNEXPECTED_RESPONSE, code, message + "; check \"where\" in the mapping");
            default -> ofUnlisted(code, message);
        };
    }

    /** The token endpoint's errors are few; any other code is one that we have not read of. */
    private static MappedError ofUnlisted(String code, String message) {
        // By whatever code it comes: 3,600 sign-ins of a user in an hour (restforce #412, #744).
        if (message.toLowerCase(Locale.ROOT).replace('_', ' ').contains("login rate exceeded")) {
            return ofCode("LOGIN_RATE_EXCEEDED", message);
        }
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
