package io.onefunnel.salesforce;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Merging;
import java.util.ArrayList;
import java.util.List;

/** What surrounds a merge: {@link MergeBlockers} before it, {@link MergePicture} of before, {@link MergeUndo} after. */
final class MergeDesk implements Merging {
    private final Desk desk;
    private final Families families;
    private final MergeBlockers blockers;

    MergeDesk(Desk desk) {
        this.desk = desk;
        this.families = new Families(desk);
        this.blockers = new MergeBlockers(desk, families);
    }

    @Override
    public List<String> blockers(Merge merge) {
        return blockers.of(merge);
    }

    @Override
    public MergeSnapshot snapshot(Merge merge) {
        return MergePicture.take(desk, family(merge.on()), merge);
    }

    @Override
    public List<String> irreversible(Merge merge) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The survivor's history keeps the entry of the merge.");
        try {
            children(family(merge.on()), sentences);
        } catch (AdapterException e) {
            // Said on screens too, where the vendor need not be reachable.
            sentences.add("What of the losers' related records stays with the survivor could not be asked for now.");
        }
        sentences.add("What flows, triggers and other systems did because of the merge is not taken back.");
        sentences.add("Losers can be taken out of the recycle bin for 15 days at most.");
        return sentences;
    }

    private static void children(Family family, List<String> sentences) {
        for (Family.Child child : family.children()) {
            if (child.way() != Family.Way.MAKE_ANEW) continue;
            String lost = child.lost().isEmpty() ? "" : "; " + String.join(", ", child.lost()) + " cannot be set";
            sentences.add(child.type() + " rows of the losers can only be made anew: with new ids and dates of creation"
                    + lost + ".");
        }
        if (!family.kept().isEmpty()) {
            sentences.add("What nobody can move stays with the survivor: " + String.join(", ", family.kept()) + ".");
        }
    }

    @Override
    public UndoReport undo(MergeSnapshot snapshot) {
        return new MergeUndo(desk, family(snapshot.survivor()), snapshot).run();
    }

    private Family family(SourceRef ref) {
        return desk.schema()
                .typeOf(ref.kind(), ref.id())
                .map(type -> families.of(type.name()))
                .orElseThrow(() -> new IllegalArgumentException("not of a mapped type: " + ref));
    }
}
