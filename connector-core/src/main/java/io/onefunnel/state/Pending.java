package io.onefunnel.state;

import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import java.util.List;

/** What decisions want and the vendors do not hold yet. */
public interface Pending {
    /**
     * Fields to be set, in the order of the records. Fields whose refused write has not changed on either side since (same
     * value wanted, same version of the record) are left out.
     */
    List<PendingChange> changes();

    /** The same of these records, as it is now. */
    List<PendingChange> changes(List<SourceRef> on);

    /**
     * What is to be done, in the order of the records and then of time. Left out: what may have been done already and is
     * not settled, and what the vendor refused while neither the action nor the record has changed since.
     */
    List<PendingAction> actions();
}
