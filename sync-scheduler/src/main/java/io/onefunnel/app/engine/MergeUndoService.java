package io.onefunnel.app.engine;

import io.onefunnel.model.MergeProposal;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes merges back, from the picture that was taken before each. */
public final class MergeUndoService {
    /** Thrown when a merge cannot even be tried to be taken back; the message says why. */
    public static final class CannotUndoException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotUndoException(String message) {
            super(message);
        }
    }

    private final Installation installation;

    public MergeUndoService(Installation installation) {
        this.installation = installation;
    }

    /** What an undo could not bring back; said before the merge. */
    public List<String> irreversible(MergeProposal proposal) {
        return merging(proposal)
                .map(merging -> merging.irreversible(
                        new Command.Merge("preview", proposal.survivor(), proposal.losers(), proposal.winning())))
                .orElse(List.of());
    }

    /** Takes a merge back as far as the vendor allows; the records are kept apart from then on. */
    public Merging.UndoReport undo(ProposedMerge proposal, String who) {
        if (proposal.state() != ProposedMerge.State.MERGED) {
            throw new CannotUndoException("duplicate " + proposal.number() + " was not merged by OneFunnel");
        }
        MergeProposal merge = proposal.proposal();
        Merging merging = merging(merge)
                .orElseThrow(() -> new CannotUndoException(merge.survivor().connection() + " cannot take merges back"));
        Merging.UndoReport report = merging.undo(snapshot(merge));
        Store store = installation.store();
        Instant now = installation.clock().instant();
        merge.losers().forEach(loser -> store.people().veto(merge.survivor(), loser, who, now));
        store.proposals().decide(proposal.number(), ProposedMerge.State.UNDONE, who, now);
        return report;
    }

    private Merging.MergeSnapshot snapshot(MergeProposal merge) {
        return installation.store().ledger().merges(merge.survivor()).stream()
                .map(WriteLedger.Logged::intent)
                .filter(intent -> intent.command() instanceof Command.Merge command
                        && command.losers().equals(merge.losers()))
                .map(WriteLedger.Intent::snapshot)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new CannotUndoException("there is no snapshot of the merge into " + merge.survivor()));
    }

    private Optional<Merging> merging(MergeProposal proposal) {
        return installation
                .connection(proposal.survivor().connection())
                .flatMap(each -> each.adapter().merging());
    }
}
