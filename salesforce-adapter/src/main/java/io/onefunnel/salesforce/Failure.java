package io.onefunnel.salesforce;

import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.SoapFaultException;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What a failed call means.
 *
 * @param maybeApplied whether the vendor may have done what was asked although no answer says so
 * @param attempts how often the call may be made in all
 * @param vendorCode the vendor's code; "" where there is none
 */
record Failure(AdapterErrorCode code, boolean maybeApplied, int attempts, String vendorCode, String message) {
    private static final int PATIENT = 5;

    static Failure of(Exception thrown) {
        if (thrown instanceof ApiFault fault) {
            String code = fault.getExceptionCode() == null
                    ? ""
                    : fault.getExceptionCode().name();
            return ofCode(code, String.valueOf(fault.getExceptionMessage()));
        }
        if (thrown instanceof VendorRefusal refusal) return ofAnswer(refusal);
        Throwable cause =
                thrown instanceof ConnectionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof VendorRefusal refusal) return ofAnswer(refusal);
        if (cause instanceof IOException io) return ofConnection(io);
        if (thrown instanceof SoapFaultException) {
            return new Failure(AdapterErrorCode.UNEXPECTED_RESPONSE, false, 1, "", "a SOAP fault without a known code");
        }
        // Unknown enum values or elements make the whole answer unreadable, also that of a write that was done.
        return new Failure(AdapterErrorCode.UNEXPECTED_RESPONSE, true, 1, "", "the answer cannot be read");
    }

    /** Where nothing is sent any more once the host was not found or did not take the connection. */
    private static Failure ofConnection(IOException io) {
        boolean neverSent = io instanceof ConnectException
                || io instanceof UnknownHostException
                || io instanceof NoRouteToHostException
                || io instanceof SSLHandshakeException;
        return new Failure(
                AdapterErrorCode.UNREACHABLE,
                !neverSent,
                PATIENT,
                "",
                io.getClass().getSimpleName());
    }

    private static Failure ofAnswer(VendorRefusal refusal) {
        if (!refusal.code().isEmpty()) return ofCode(refusal.code(), refusal.text());
        int status = refusal.status();
        if (status == 401) return ofCode("INVALID_SESSION_ID", refusal.text());
        if (status >= 500 || status == 429) {
            // 503 is said before the request is taken up; the others can come after it was.
            return new Failure(
                    AdapterErrorCode.VENDOR_UNAVAILABLE, status != 503 && status != 429, PATIENT, "", refusal.text());
        }
        return new Failure(AdapterErrorCode.UNEXPECTED_RESPONSE, false, 1, "", refusal.text());
    }

    private static Failure ofCode(String code, String message) {
        return switch (code) {
            case "INVALID_SESSION_ID", "INVALID_AUTH_HEADER", "LOGIN_OAUTH_INVALID_TOKEN" ->
                certain(AdapterErrorCode.TOKEN_EXPIRED, 2, code, message);
            case "invalid_grant",
                    "invalid_client",
                    "invalid_client_id",
                    "inactive_user",
                    "inactive_org",
                    "unsupported_grant_type",
                    "INVALID_LOGIN",
                    "PASSWORD_LOCKOUT",
                    "LOGIN_MUST_USE_SECURITY_TOKEN",
                    "ORG_LOCKED" -> certain(AdapterErrorCode.CREDENTIALS_REFUSED, 1, code, message);
            case "rate_limit_exceeded" -> certain(AdapterErrorCode.RATE_LIMITED, PATIENT, code, message);
            case "REQUEST_LIMIT_EXCEEDED" -> requestLimit(code, message);
            case "EXCEEDED_QUOTA" -> certain(AdapterErrorCode.QUOTA_EXHAUSTED, 1, code, message);
            case "SERVER_UNAVAILABLE" -> certain(AdapterErrorCode.VENDOR_UNAVAILABLE, PATIENT, code, message);
            case "QUERY_TIMEOUT", "OPERATION_TOO_LARGE", "QUERY_TOO_COMPLICATED" ->
                certain(AdapterErrorCode.VENDOR_UNAVAILABLE, 2, code, message);
            case "UNABLE_TO_LOCK_ROW" -> certain(AdapterErrorCode.RECORD_LOCKED, PATIENT, code, message);
            case "REQUEST_RUNNING_TOO_LONG" -> new Failure(AdapterErrorCode.VENDOR_UNAVAILABLE, true, 2, code, message);
            case "UNKNOWN_EXCEPTION" -> new Failure(AdapterErrorCode.VENDOR_UNAVAILABLE, true, 2, code, message);
            case "INVALID_FIELD" -> certain(AdapterErrorCode.FIELD_NOT_READABLE, 1, code, message);
            case "INVALID_TYPE", "INSUFFICIENT_ACCESS", "INVALID_OPERATION" ->
                certain(AdapterErrorCode.PERMISSION_MISSING, 1, code, message);
            case "FUNCTIONALITY_NOT_ENABLED",
                    "API_DISABLED_FOR_ORG",
                    "API_CURRENTLY_DISABLED",
                    "TRIAL_EXPIRED",
                    "UNSUPPORTED_API_VERSION" -> certain(AdapterErrorCode.FEATURE_MISSING, 1, code, message);
            default -> certain(AdapterErrorCode.UNEXPECTED_RESPONSE, 1, code, message);
        };
    }

    /** One code for two things: the day's quota, and too many long calls at once. */
    private static Failure requestLimit(String code, String message) {
        return message.startsWith("ConcurrentRequests")
                ? certain(AdapterErrorCode.RATE_LIMITED, PATIENT, code, message)
                : certain(AdapterErrorCode.QUOTA_EXHAUSTED, 1, code, message);
    }

    /** The vendor said that it did not do it. */
    private static Failure certain(AdapterErrorCode code, int attempts, String vendorCode, String message) {
        return new Failure(code, false, attempts, vendorCode, message);
    }
}
