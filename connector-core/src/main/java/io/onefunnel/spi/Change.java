package io.onefunnel.spi;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One thing that happened to one record at the vendor. */
public sealed interface Change {
    SourceRef ref();

    /**
     * The record as it is.
     *
     * @param type the vendor's type, as the mapping names it ("Lead")
     * @param version when the vendor last changed it, by the vendor's clock; of two versions the later one is newer;
     *     of equal ones the one that was read last, for a vendor's stamps may be whole seconds
     * @param fields values by vendor field name, as text in the canonical form of their type (instants with "Z",
     *     plain decimals, "true"/"false"); a field whose value is null or empty at the vendor is left out
     * @param fetched the vendor fields that were asked for and that the vendor let us see: a name that is fetched but not
     *     in {@code fields} is empty there; a name that is not fetched is unknown, which is not the same
     * @param links ids of other records of this connection, in the form of {@link SourceRef#id}
     * @param history earlier values where the vendor keeps them and the mapping asks for them; may be empty
     */
    record Present(
            SourceRef ref,
            String type,
            Instant version,
            Map<String, String> fields,
            Set<String> fetched,
            Map<LinkRole, List<String>> links,
            List<FieldChange> history)
            implements Change {
        public Present {
            if (!(fields instanceof RecordFields)) {
                fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            }
            fetched = Set.copyOf(fetched);
            links = Map.copyOf(links);
            history = List.copyOf(history);
        }
    }

    /** The record is gone, or in the vendor's bin. */
    record Deleted(SourceRef ref, Instant seen) implements Change {}

    /** The record was merged into another, by us or by somebody else; chains are followed by the core. */
    record MergedInto(SourceRef ref, SourceRef survivor, Instant seen) implements Change {}

    /**
     * The vendor sent something that is no such record: quarantined, named in the run, and tried again when it changes.
     *
     * @param raw what came, cut to 8 KiB, for the quarantine only; never logged
     * @param why one sentence without personal data
     */
    record Unreadable(SourceRef ref, String raw, String why) implements Change {}

    /** One earlier change of one vendor field. Values are empty where there was none. */
    record FieldChange(String field, String from, String to, Instant at) {}
}
