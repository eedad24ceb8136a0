package io.onefunnel.marketo;

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
import java.util.Set;

/** What Marketo's error codes mean to us: "Error Codes", with the classes of our own reference. */
final class VendorCodes {
    // 6xx say that the request was not executed; a time-out and a system error are not believed that.
    private static final Set<String> MAY_HAVE_RUN = Set.of("500", "502", "604", "611");

    private static final Map<String, AdapterErrorCode> MEANING = meanings();

    private VendorCodes() {}

    static AdapterErrorCode meaning(String code, String message) {
        // Three messages share 1029; only the words tell them apart: "Bulk Extract".
        if (code.equals("1029")) {
            return message.toLowerCase(Locale.ROOT).contains("quota") ? QUOTA_EXHAUSTED : RATE_LIMITED;
        }
        AdapterErrorCode known = MEANING.get(code);
        if (known != null) return known;
        if (code.length() == 3 && code.startsWith("6")) return VENDOR_UNAVAILABLE;
        return code.length() == 4 ? RECORD_INVALID : UNEXPECTED_RESPONSE;
    }

    static boolean mayHaveRun(String code) {
        return MAY_HAVE_RUN.contains(code);
    }

    /** The vendor's words without the values that error 1003 repeats. */
    static String withoutValues(String message) {
        return message.replaceAll("(?s) and value '.*'", "");
    }

    private static Map<String, AdapterErrorCode> meanings() {
        Map<String, AdapterErrorCode> all = new HashMap<>();
        put(all, TOKEN_EXPIRED, "600", "601", "602");
        put(all, PERMISSION_MISSING, "603", "1008", "1009", "1010");
        put(all, RATE_LIMITED, "606", "615");
        put(all, QUOTA_EXHAUSTED, "607");
        put(all, VENDOR_UNAVAILABLE, "500", "502", "604", "608", "611", "614", "713", "719", "1014", "1016", "1019");
        put(all, UNEXPECTED_RESPONSE, "605", "609", "610", "612", "613", "701", "704", "1002", "1011", "1036", "1080");
        put(all, FEATURE_MISSING, "616", "703", "1018", "1025", "1026", "1027", "1028", "1035");
        put(all, MERGE_REFUSED, "712", "714", "1076", "1077", "1078", "1079");
        put(all, RECORD_GONE, "1004", "1013");
        put(all, FIELD_NOT_WRITABLE, "1006");
        put(all, DUPLICATE_DETECTED, "1007");
        put(all, RECORD_READ_ONLY, "1021");
        return Map.copyOf(all);
    }

    private static void put(Map<String, AdapterErrorCode> all, AdapterErrorCode meaning, String... codes) {
        for (String code : codes) all.put(code, meaning);
    }
}
