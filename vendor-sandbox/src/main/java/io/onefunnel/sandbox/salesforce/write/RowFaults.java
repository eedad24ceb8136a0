package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row faults due for one call: the first rows of the batch are locked, or refused with a given code. */
final class RowFaults {
    static final RowFaults NONE = new RowFaults(0, 0, Map.of());

    private int locked;
    private int refused;
    private final Map<String, String> refusal;

    private RowFaults(int locked, int refused, Map<String, String> refusal) {
        this.locked = locked;
        this.refused = refused;
        this.refusal = refusal;
    }

    static RowFaults due(Faults faults, HttpCall call) {
        int locked = faults.take("row-lock", call).map(RowFaults::rows).orElse(0);
        Optional<Faults.Fault> error = faults.take("row-error", call);
        return new RowFaults(
                locked,
                error.map(RowFaults::rows).orElse(0),
                error.map(Faults.Fault::params).orElse(Map.of()));
    }

    void strike(@Nullable String id) throws RowRefusal {
        if (locked > 0) {
            locked--;
            throw new RowRefusal(
                    "UNABLE_TO_LOCK_ROW",
                    "unable to obtain exclusive access to this record or 1 records: " + (id == null ? "" : id));
        }
        if (refused > 0) {
            refused--;
            throw new RowRefusal(
                    refusal.getOrDefault("code", "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
                    refusal.getOrDefault("message", "a validation rule of this org refused the record"));
        }
    }

    private static int rows(Faults.Fault fault) {
        return Integer.parseInt(fault.params().getOrDefault("rows", "1"));
    }
}
