package io.onefunnel.salesforce.merge;

import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.write.WriteContext;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Merging;
import java.util.ArrayList;
import java.util.List;

/** What surrounds a merge: {@link MergeBlockers} and the {@link SnapshotContent} before it, {@link MergeUndo} after. */
public final class SalesforceMerging implements Merging {
    private final WriteContext context;
    private final MergeableTypes types;
    private final MergeBlockers blockers;

    public SalesforceMerging(WriteContext context) {
        this.context = context;
        this.types = new MergeableTypes(context);
        this.blockers = new MergeBlockers(context, types);
    }

    @Override
    public List<String> blockers(Merge merge) {
        return blockers.of(merge);
    }

    @Override
    public MergeSnapshot snapshot(Merge merge) {
        return SnapshotContent.take(context, type(merge.on()), merge);
    }

    @Override
    public List<String> irreversible(Merge merge) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The survivor's history keeps the entry of the merge.");
        try {
            children(type(merge.on()), sentences);
        } catch (AdapterException e) {
            // Said on screens too, where the vendor need not be reachable.
            sentences.add("What of the losers' related records stays with the survivor could not be asked for now.");
        }
        sentences.add("What flows, triggers and other systems did because of the merge is not taken back.");
        sentences.add("Losers can be taken out of the recycle bin for 15 days at most.");
        return sentences;
    }

    private static void children(MergeableType type, List<String> sentences) {
        for (MergeableType.Child child : type.children()) {
            if (child.way() != MergeableType.Way.MAKE_ANEW) continue;
            String lost = child.lost().isEmpty() ? "" : "; " + String.join(", ", child.lost()) + " cannot be set";
            sentences.add(child.type() + " rows of the losers can only be made anew: with new ids and dates of creation"
                    + lost + ".");
        }
        if (!type.kept().isEmpty()) {
            sentences.add("What nobody can move stays with the survivor: " + String.join(", ", type.kept()) + ".");
        }
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        return new MergeUndo(context, type(snapshot.survivor()), snapshot).run();
    }

    private MergeableType type(SourceRef ref) {
        return context.schema()
                .typeOf(ref.kind(), ref.id())
                .map(type -> types.of(type.name()))
                .orElseThrow(() -> new IllegalArgumentException("not of a mapped type: " + ref));
    }
}
