package io.onefunnel.salesforce;

import com.sforce.soap.partner.Error;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.WriteOutcome;
import java.util.Arrays;

/** What the vendor's word about one row means for it. */
enum RowVerdict {
    /** Somebody holds the record: the same row, alone, a little later. */
    LOCKED,
    /** Automation of the org failed, perhaps only because of the others in the batch. */
    SMALLER_BATCH,
    REFUSED;

    static RowVerdict of(Error error) {
        return switch (code(error)) {
            case "UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW" -> LOCKED;
            case "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK" ->
                SMALLER_BATCH;
            default -> REFUSED;
        };
    }

    static AdapterErrorCode codeOf(Error error) {
        return switch (code(error)) {
            case "UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW" -> AdapterErrorCode.RECORD_LOCKED;
            case "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "INVALID_ID_FIELD" ->
                AdapterErrorCode.RECORD_GONE;
            case "DUPLICATES_DETECTED", "DUPLICATE_VALUE", "DUPLICATE_EXTERNAL_ID" ->
                AdapterErrorCode.DUPLICATE_DETECTED;
            case "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_FIELD" -> AdapterErrorCode.FIELD_NOT_WRITABLE;
            case "INSUFFICIENT_ACCESS_OR_READONLY",
                    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
                    "CANNOT_UPDATE_CONVERTED_LEAD",
                    "ENTITY_IS_LOCKED" -> AdapterErrorCode.RECORD_READ_ONLY;
            case "MERGE_FAILED", "INVALID_TYPE_FOR_OPERATION", "CANNOT_CASCADE_PRODUCT_ACTIVE" ->
                AdapterErrorCode.MERGE_REFUSED;
            case "STORAGE_LIMIT_EXCEEDED" -> AdapterErrorCode.FEATURE_MISSING;
            default -> AdapterErrorCode.RECORD_INVALID;
        };
    }

    static WriteOutcome.Rejected rejected(SourceRef target, Error error) {
        return new WriteOutcome.Rejected(target, codeOf(error), message(error));
    }

    static String code(Error error) {
        return error.getStatusCode() == null ? "" : error.getStatusCode().name();
    }

    /** The vendor's words where an admin of the org wrote them; many others quote the refused value. */
    private static String message(Error error) {
        String code = code(error);
        String fields = error.getFields().length == 0 ? "" : " " + Arrays.toString(error.getFields());
        boolean quotable = code.equals("FIELD_CUSTOM_VALIDATION_EXCEPTION")
                || code.equals("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
                || code.equals("REQUIRED_FIELD_MISSING");
        return quotable ? code + fields + ": " + error.getMessage() : code + fields;
    }
}
