package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.DuplicateError;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.MatchRecord;
import com.sforce.soap.partner.MatchResult;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the vendor's word about one row means for it. */
public enum RowError {
    /** Somebody holds the record: the same row, a little later. */
    LOCKED,
    /** Automation of the org failed, perhaps only because of the others in the batch. */
    SMALLER_BATCH,
    REFUSED;

    /** The org's admin wrote what these say; many others quote the refused value. */
    private static final Set<String> QUOTABLE = Set.of(
            "FIELD_CUSTOM_VALIDATION_EXCEPTION", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "REQUIRED_FIELD_MISSING");

    private static final Pattern NEWER_CODE = Pattern.compile("([A-Z][A-Z0-9_]+): ");

    public static RowError of(Error error) {
        return of(code(error));
    }

    static RowError of(String code) {
        return switch (code) {
            case "UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW" -> LOCKED;
            case "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK" ->
                SMALLER_BATCH;
            default -> REFUSED;
        };
    }

    /** Unknown codes are the record's own trouble: it is kept, shown, and tried again when it changes. */
    static AdapterErrorCode codeOf(String code) {
        return switch (code) {
            case "UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW" -> AdapterErrorCode.RECORD_LOCKED;
            case "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "INVALID_ID_FIELD" ->
                AdapterErrorCode.RECORD_GONE;
            case "DUPLICATES_DETECTED", "DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID" ->
                AdapterErrorCode.DUPLICATE_DETECTED;
            case "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_FIELD" -> AdapterErrorCode.FIELD_NOT_WRITABLE;
            case "INSUFFICIENT_ACCESS_OR_READONLY",
                    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
                    "CANNOT_UPDATE_CONVERTED_LEAD",
                    "INACTIVE_OWNER_OR_USER",
                    "ENTITY_IS_LOCKED" -> AdapterErrorCode.RECORD_READ_ONLY;
            case "MERGE_FAILED", "INVALID_TYPE_FOR_OPERATION", "CANNOT_CASCADE_PRODUCT_ACTIVE" ->
                AdapterErrorCode.MERGE_REFUSED;
            case "STORAGE_LIMIT_EXCEEDED" -> AdapterErrorCode.FEATURE_MISSING;
            default -> AdapterErrorCode.RECORD_INVALID;
        };
    }

    public static WriteResult.Rejected rejected(SourceRef target, Error error) {
        return new WriteResult.Rejected(target, codeOf(code(error)), words(error));
    }

    /** A code that is newer than the stubs stands in the message: the client put it there. */
    static String code(Error error) {
        if (error.getStatusCode() == null) return "";
        String code = error.getStatusCode().name();
        if (!code.equals("UNKNOWN_EXCEPTION")) return code;
        Matcher newer = NEWER_CODE.matcher(String.valueOf(error.getMessage()));
        return newer.lookingAt() ? newer.group(1) : code;
    }

    /** The code, the fields, and what is no personal data of the rest. */
    static String words(String code, List<String> fields, String message) {
        String named = fields.isEmpty() ? code : code + " " + fields;
        return QUOTABLE.contains(code) ? named + ": " + message : named;
    }

    private static String words(Error error) {
        String words = words(code(error), Arrays.asList(error.getFields()), String.valueOf(error.getMessage()));
        return error instanceof DuplicateError duplicate ? words + matches(duplicate) : words;
    }

    /** The ids of what the org's own rule takes for the same. */
    private static String matches(DuplicateError duplicate) {
        if (duplicate.getDuplicateResult() == null) return "";
        List<String> ids = new ArrayList<>();
        for (MatchResult result : duplicate.getDuplicateResult().getMatchResults()) {
            for (MatchRecord match : result.getMatchRecords()) {
                if (match.getRecord() != null)
                    ids.add(RecordIds.to18(String.valueOf(match.getRecord().getId())));
            }
        }
        String rule = String.valueOf(duplicate.getDuplicateResult().getDuplicateRule());
        return " by rule " + rule + (ids.isEmpty() ? "" : ": same as " + String.join(", ", ids));
    }
}
