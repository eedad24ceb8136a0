package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Recovery;
import java.util.Set;

/** How far a refusal reaches: this query, this object, every call, or only this moment. */
public final class ErrorScope {
    /** The code of a SOAP fault about the call as it was formed. */
    static final String CLIENT_FAULT = "soapenv:Client";

    private static final Set<String> TOO_HEAVY =
            Set.of("QUERY_TIMEOUT", "OPERATION_TOO_LARGE", "QUERY_TOO_COMPLICATED");

    private static final Set<String> OF_ONE_OBJECT = Set.of(
            "QUERY_TIMEOUT",
            "OPERATION_TOO_LARGE",
            "QUERY_TOO_COMPLICATED",
            "MALFORMED_QUERY",
            "INVALID_TYPE",
            "INVALID_FIELD",
            "INVALID_QUERY_FILTER_OPERATOR",
            "INSUFFICIENT_ACCESS",
            "INVALID_OPERATION",
            "FUNCTIONALITY_NOT_ENABLED");

    private ErrorScope() {}

    /** Whether the query asks for too much at once: less of it may go through. */
    public static boolean isTooHeavy(AdapterException refused) {
        return TOO_HEAVY.contains(RefusedException.vendorCode(refused));
    }

    /** Whether a single value spoils the whole call: less of it may go through. */
    public static boolean isOfContent(AdapterException refused) {
        String code = RefusedException.vendorCode(refused);
        return code.equals(CLIENT_FAULT) || code.equals("XML_PARSER_ERROR");
    }

    /** Whether the vendor itself refused what was asked, by a code of its own. */
    public static boolean isRefusal(AdapterException refused) {
        return !RefusedException.vendorCode(refused).isEmpty();
    }

    /** Whether other objects can be read all the same. */
    public static boolean isOfOneObject(AdapterException refused) {
        return refused.code() == AdapterErrorCode.PERMISSION_MISSING
                || refused.code() == AdapterErrorCode.FIELD_NOT_READABLE
                || OF_ONE_OBJECT.contains(RefusedException.vendorCode(refused));
    }

    /** Whether what was refused is only put off. */
    public static boolean isTemporary(AdapterException refused) {
        Recovery recovery = refused.code().recovery();
        return recovery == Recovery.RETRY_LATER || recovery == Recovery.STOP_UNTIL_QUOTA_RESET;
    }

    /** Whether the next call would meet the same wall, whatever it carries. */
    public static boolean stopsAll(AdapterException refused) {
        return refused.code() == AdapterErrorCode.CREDENTIALS_REFUSED
                || isTemporary(refused) && refused.code() != AdapterErrorCode.RECORD_LOCKED;
    }
}
