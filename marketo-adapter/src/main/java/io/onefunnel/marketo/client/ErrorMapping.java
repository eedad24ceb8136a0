package io.onefunnel.marketo.client;

import static io.onefunnel.marketo.client.RetryRule.ASK_HUMAN;
import static io.onefunnel.marketo.client.RetryRule.BUG;
import static io.onefunnel.marketo.client.RetryRule.CONFIG;
import static io.onefunnel.marketo.client.RetryRule.DONE;
import static io.onefunnel.marketo.client.RetryRule.EMPTY;
import static io.onefunnel.marketo.client.RetryRule.QUOTA;
import static io.onefunnel.marketo.client.RetryRule.REAUTHENTICATE;
import static io.onefunnel.marketo.client.RetryRule.RECORD;
import static io.onefunnel.marketo.client.RetryRule.RETRY;
import static io.onefunnel.marketo.client.RetryRule.THROTTLE;
import static io.onefunnel.spi.AdapterErrorCode.DUPLICATE_DETECTED;
import static io.onefunnel.spi.AdapterErrorCode.FEATURE_MISSING;
import static io.onefunnel.spi.AdapterErrorCode.FIELD_NOT_WRITABLE;
import static io.onefunnel.spi.AdapterErrorCode.MERGE_REFUSED;
import static io.onefunnel.spi.AdapterErrorCode.PERMISSION_MISSING;
import static io.onefunnel.spi.AdapterErrorCode.QUOTA_EXHAUSTED;
import static io.onefunnel.spi.AdapterErrorCode.RATE_LIMITED;
import static io.onefunnel.spi.AdapterErrorCode.RECORD_GONE;
import static io.onefunnel.spi.AdapterErrorCode.RECORD_INVALID;
import static io.onefunnel.spi.AdapterErrorCode.RECORD_READ_ONLY;
import static io.onefunnel.spi.AdapterErrorCode.TOKEN_EXPIRED;
import static io.onefunnel.spi.AdapterErrorCode.UNEXPECTED_RESPONSE;
import static io.onefunnel.spi.AdapterErrorCode.VENDOR_UNAVAILABLE;

import io.onefunnel.spi.AdapterErrorCode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What Marketo's error codes mean to us: "Error Codes". The table with its tests is docs/developer/marketo.md. */
public final class ErrorMapping {
    private static final Map<String, MappedError> KNOWN = known();

    private ErrorMapping() {}

    /** Never nothing: a code that nobody knows is classified by its family and keeps its number and words. */
    public static MappedError of(String code, String message) {
        // Three meanings share 1029; only the words tell them apart: "Bulk Extract".
        if (code.equals("1029")) return bulkQueue(message.toLowerCase(Locale.ROOT));
        MappedError known = KNOWN.get(code);
        if (known != null) return known;
        if (code.matches("6\\d\\d")) return new MappedError(code, RETRY, VENDOR_UNAVAILABLE);
        if (code.matches("\\d{4,}")) return new MappedError(code, RECORD, RECORD_INVALID);
        return new MappedError(code, BUG, UNEXPECTED_RESPONSE);
    }

    static boolean lists(String code) {
        return KNOWN.containsKey(code);
    }

    /** The vendor's words without the values that error 1003 repeats. */
    public static String withoutValues(String message) {
        return message.replaceAll("(?s) and value '.*'", "");
    }

    private static MappedError bulkQueue(String message) {
        if (message.contains("quota")) return new MappedError("1029", QUOTA, QUOTA_EXHAUSTED);
        if (message.contains("already queued")) return new MappedError("1029", DONE, RECORD_INVALID);
        return new MappedError("1029", THROTTLE, RATE_LIMITED);
    }

    private static Map<String, MappedError> known() {
        Map<String, MappedError> all = new HashMap<>();
        put(all, REAUTHENTICATE, TOKEN_EXPIRED, "600", "601", "602");
        put(all, THROTTLE, RATE_LIMITED, "606", "615");
        // Imports: ten are queued, or one is running; others wait a minute and more.
        put(all, THROTTLE, RATE_LIMITED, "1016", "1019");
        put(all, QUOTA, QUOTA_EXHAUSTED, "607");
        put(all, RETRY, VENDOR_UNAVAILABLE, "502", "604", "608", "611", "614", "713", "719");
        // A malformed URL answers so too.
        put(all, RETRY, UNEXPECTED_RESPONSE, "500");
        put(all, RETRY, RECORD_INVALID, "1014");
        put(all, BUG, UNEXPECTED_RESPONSE, "605", "609", "610", "612", "613", "701", "704", "1002");
        put(all, BUG, UNEXPECTED_RESPONSE, "1036", "1042", "1048", "1080");
        put(all, BUG, RECORD_READ_ONLY, "1021");
        put(all, EMPTY, RECORD_GONE, "702");
        put(all, CONFIG, PERMISSION_MISSING, "603", "1008", "1009", "1010");
        put(all, CONFIG, FEATURE_MISSING, "616", "703", "710", "711", "1011", "1018", "1020", "1025");
        put(all, CONFIG, FEATURE_MISSING, "1026", "1027", "1028", "1035");
        put(all, CONFIG, FIELD_NOT_WRITABLE, "1006");
        put(all, ASK_HUMAN, MERGE_REFUSED, "712", "714", "1076", "1077", "1078", "1079");
        put(all, ASK_HUMAN, DUPLICATE_DETECTED, "1007");
        put(all, RECORD, RECORD_GONE, "1004", "1013");
        put(all, RECORD, RECORD_INVALID, "709", "718", "1001", "1003", "1005", "1012", "1022", "1049");
        put(all, DONE, RECORD_INVALID, "1015", "1017", "1037");
        return Map.copyOf(all);
    }

    private static void put(Map<String, MappedError> all, RetryRule rule, AdapterErrorCode meaning, String... codes) {
        for (String code : codes) all.put(code, new MappedError(code, rule, meaning));
    }
}
