package io.onefunnel.writeback.actions;

import io.onefunnel.model.SourceRef;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Keys that are stored with what we add at a vendor, so that it is found again. */
final class LedgerKeys {
    private LedgerKeys() {}

    /** The same for the same fact and record in every process, and no other's. */
    static String of(String key, SourceRef on) {
        return UUID.nameUUIDFromBytes((key + "\u0000" + on).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
