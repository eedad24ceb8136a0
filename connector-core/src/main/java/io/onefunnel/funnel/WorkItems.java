package io.onefunnel.funnel;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.WorkItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Says which record carries the work on a person, and who owns it. */
public final class WorkItems {
    private WorkItems() {}

    /** @param stages all entries, recorded and new */
    public static WorkItem of(CaseFile file, List<StageEntry> stages) {
        int cycle = Cycles.of(stages).current();
        PersonRecord active = active(file);
        return new WorkItem(
                file.person(),
                cycle,
                Cycles.entry(stages, Stage.CONVERSATION_LEAD, cycle).map(StageEntry::at),
                active.ref(),
                active.link(LinkRole.OWNER));
    }

    /**
     * A contact before a prospect before a record of a system that does not tell them apart, because conversion moves
     * the work and marketing's record only follows; then one that somebody owns; then the oldest, which does not change
     * when another duplicate appears.
     */
    private static PersonRecord active(CaseFile file) {
        return file.records().stream()
                .min(Comparator.comparing(WorkItems::rank)
                        .thenComparing(record -> record.link(LinkRole.OWNER).isEmpty())
                        .thenComparing(record -> {
                            Instant created = record.createdAt();
                            return created == null ? Instant.MAX : created;
                        })
                        .thenComparing(PersonRecord::ref))
                .orElseThrow();
    }

    private static int rank(PersonRecord record) {
        if (record.link(LinkRole.CONVERTED_TO).isPresent()) return 3;
        if (record.type() == PersonType.CONTACT) return 0;
        return record.type() == PersonType.PROSPECT ? 1 : 2;
    }
}
