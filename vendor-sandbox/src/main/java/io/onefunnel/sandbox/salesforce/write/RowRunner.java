package io.onefunnel.sandbox.salesforce.write;

import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.org.SalesforceError.Position;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.vendor.Faults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the rows of one call: each by itself, or all or none. A row that is refused is a result as well. */
final class RowRunner {
    // At most 200 records in a create, update, upsert or delete call: SOAP API Call Limits.
    private static final int MOST_ROWS = 200;

    /** What is to be done with one row. */
    interface Step {
        /** Checks the row now; the answer applies it. */
        Applicable check() throws RowRefusal;
    }

    /** A row that passed its checks. */
    interface Applicable {
        RowResult apply();
    }

    private final OrgStore store;
    private final Faults faults;

    RowRunner(OrgStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    /** One result for each step, in their order. */
    List<RowResult> run(List<Step> steps, List<? extends @Nullable String> ids, Writes.Options options) {
        if (steps.size() > MOST_ROWS) {
            throw new SalesforceError(
                    400,
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than " + MOST_ROWS + " records into this call",
                    Position.NONE);
        }
        if (options.allOrNone()) return runTogether(steps, ids, options);
        List<RowResult> results = new ArrayList<>();
        RowFaults rowFaults = RowFaults.due(faults, options.call());
        for (int i = 0; i < steps.size(); i++) {
            // Each row is applied before the next is checked: two rows of one call may not share a unique key.
            results.add(attempt(steps.get(i), ids.get(i), rowFaults));
        }
        return results;
    }

    /** All rows in one transaction: a row that is refused takes the others back with it. */
    private List<RowResult> runTogether(
            List<Step> steps, List<? extends @Nullable String> ids, Writes.Options options) {
        RowFaults rowFaults = RowFaults.due(faults, options.call());
        List<RowResult> results = store.transaction(
                () -> {
                    List<RowResult> tried = new ArrayList<>();
                    for (int i = 0; i < steps.size(); i++) tried.add(attempt(steps.get(i), ids.get(i), rowFaults));
                    return tried;
                },
                tried -> tried.stream().allMatch(RowResult::success));
        if (results.stream().allMatch(RowResult::success)) return results;
        List<RowResult> rolledBack = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            RowResult each = results.get(i);
            rolledBack.add(
                    each.success()
                            ? RowResult.refused(
                                    ids.get(i),
                                    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                    "Record rolled back because not all records were valid and the request was using"
                                            + " AllOrNone header")
                            : each);
        }
        return rolledBack;
    }

    private static RowResult attempt(Step step, @Nullable String id, RowFaults rowFaults) {
        try {
            rowFaults.strike(id);
            return step.check().apply();
        } catch (RowRefusal refusal) {
            return new RowResult(id, false, List.of(refusal.error()));
        }
    }
}
