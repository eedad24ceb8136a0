package io.onefunnel.sandbox.marketo.api;

import io.onefunnel.sandbox.vendor.Faults;
import java.util.Optional;

/** The "row-error" fault of one call: its first rows are skipped with a code of the tester's choice. */
public final class RowFaults {
    private final Optional<Faults.Fault> fault;
    private int left;

    private RowFaults(Optional<Faults.Fault> fault) {
        this.fault = fault;
        this.left = fault.map(each -> Integer.parseInt(each.params().getOrDefault("rows", "1")))
                .orElse(0);
    }

    public static RowFaults of(Faults faults, ApiCall call) {
        return new RowFaults(faults.take("row-error", call.http()));
    }

    /** @throws SkippedRow while the fault has rows left */
    public void next() {
        if (left == 0 || fault.isEmpty()) return;
        left--;
        var params = fault.get().params();
        String code = params.getOrDefault("code", "1003");
        throw new SkippedRow(code, params.getOrDefault("message", ErrorCodes.text(code)));
    }
}
