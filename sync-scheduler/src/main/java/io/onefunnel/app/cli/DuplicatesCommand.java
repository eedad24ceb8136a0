package io.onefunnel.app.cli;

import io.onefunnel.app.engine.MergeUndoService;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.spi.Merging;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps what people say about duplicates; of its commands only undo writes to a vendor. */
@Command(
        name = "duplicates",
        description = "List duplicates, show why, approve or reject merging them, undo a merge.",
        synopsisSubcommandLabel = "(list | show | approve | reject | undo)")
public final class DuplicatesCommand {
    private static final int SHOWN = 40;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show what each of them does.")
    @SuppressWarnings("unused") // picocli reads the annotation
    private boolean help;

    @Command(name = "list", description = "What waits for you, and what you decided.")
    int list(
            @Mixin CommonOptions common,
            @Option(names = "--all", description = "Also merged, rejected and undone ones.") boolean all) {
        try (OpenInstallation opening = common.open()) {
            Set<ProposedMerge.State> states = all
                    ? EnumSet.allOf(ProposedMerge.State.class)
                    : EnumSet.of(ProposedMerge.State.PROPOSED, ProposedMerge.State.APPROVED);
            List<ProposedMerge> proposals =
                    opening.installation().store().proposals().in(states);
            if (common.json) {
                Json.print(Map.of(
                        "duplicates",
                        proposals.stream().map(DuplicatesCommand::json).toList()));
                return ExitCode.DONE;
            }
            TextTable table = new TextTable("no", "state", "where", "records", "evidence", "obstacle");
            proposals.stream()
                    .limit(SHOWN)
                    .forEach(each -> table.row(
                            each.number(),
                            word(each.state()),
                            each.proposal().survivor().connection(),
                            each.proposal().losers().size() + 1,
                            each.proposal().evidence().label(),
                            each.proposal().obstacle()));
            System.out.print(table.isEmpty() ? "No duplicates wait for you.\n" : table.toString());
            if (proposals.size() > SHOWN) System.out.printf("... and %,d more%n", proposals.size() - SHOWN);
            return ExitCode.DONE;
        }
    }

    @Command(name = "show", description = "Why these records are one person, and what a merge could not undo.")
    int show(@Mixin CommonOptions common, @Parameters(paramLabel = "NO") long number) {
        try (OpenInstallation opening = common.open()) {
            ProposedMerge proposal = find(opening, number);
            if (common.json) {
                Json.print(json(proposal));
                return ExitCode.DONE;
            }
            MergeProposal merge = proposal.proposal();
            System.out.println("Duplicate " + number + ": " + word(proposal.state()));
            System.out.println("  keeps   " + merge.survivor());
            merge.losers().forEach(loser -> System.out.println("  merges  " + loser));
            for (MatchTerm term : merge.terms()) {
                System.out.println("  because " + term.rule() + ": " + term.detail());
                System.out.println(
                        "          " + term.left().id() + " = " + term.right().id());
            }
            if (!merge.obstacle().isEmpty()) System.out.println("  cannot be merged: " + merge.obstacle());
            merge.winning().keySet().forEach(field -> System.out.println("  takes over " + field.key()));
            new MergeUndoService(opening.installation())
                    .irreversible(merge)
                    .forEach(line -> System.out.println("  cannot be undone: " + line));
            return ExitCode.DONE;
        }
    }

    @Command(name = "approve", description = "Put merges into the next plan.")
    int approve(
            @Mixin CommonOptions common,
            @Parameters(arity = "0..*", paramLabel = "NO") List<Long> numbers,
            @Option(
                            names = "--exact",
                            description = "All whose every pair has the same native id, or the same e-mail and name.")
                    boolean exact) {
        List<Long> chosen = numbers == null ? List.of() : numbers;
        try (OpenInstallation opening = common.open()) {
            MergeProposals proposals = opening.installation().store().proposals();
            List<Long> approved = new ArrayList<>(chosen);
            chosen.forEach(number -> find(opening, number));
            if (exact) {
                proposals.in(Set.of(ProposedMerge.State.PROPOSED)).stream()
                        .filter(each -> each.proposal().exact())
                        .map(ProposedMerge::number)
                        .forEach(approved::add);
            }
            decide(opening, approved, ProposedMerge.State.APPROVED);
            if (common.json) Json.print(Map.of("approved", approved));
            else System.out.printf("%,d merges approved; `onefunnel plan` shows them.%n", approved.size());
            return ExitCode.DONE;
        }
    }

    @Command(name = "reject", description = "Say that these are different people; they are kept apart for good.")
    int reject(@Mixin CommonOptions common, @Parameters(arity = "1..*", paramLabel = "NO") List<Long> numbers) {
        try (OpenInstallation opening = common.open()) {
            for (long number : numbers) {
                MergeProposal proposal = find(opening, number).proposal();
                proposal.losers()
                        .forEach(loser -> opening.installation()
                                .store()
                                .people()
                                .veto(proposal.survivor(), loser, PauseCommand.who(), now(opening)));
            }
            decide(opening, numbers, ProposedMerge.State.REJECTED);
            if (common.json) Json.print(Map.of("rejected", numbers));
            else System.out.printf("%,d kept apart.%n", numbers.size());
            return ExitCode.DONE;
        }
    }

    @Command(name = "undo", description = "Undo a merge as far as the vendor allows.")
    int undo(@Mixin CommonOptions common, @Parameters(paramLabel = "NO") long number) {
        try (OpenInstallation opening = common.open()) {
            Merging.UndoReport report =
                    new MergeUndoService(opening.installation()).undo(find(opening, number), PauseCommand.who());
            if (common.json) {
                Json.print(Map.of(
                        "restored",
                                report.restored().stream().map(Object::toString).toList(),
                        "notRestored", report.notRestored()));
                return ExitCode.DONE;
            }
            System.out.printf("%,d records restored%n", report.restored().size());
            report.notRestored().forEach(line -> System.out.println("  not restored: " + line));
            return ExitCode.DONE;
        }
    }

    private static ProposedMerge find(OpenInstallation opening, long number) {
        return opening.installation()
                .store()
                .proposals()
                .find(number)
                .orElseThrow(() -> new CommandFailedException(ExitCode.USAGE, "there is no duplicate " + number));
    }

    private static void decide(OpenInstallation opening, List<Long> numbers, ProposedMerge.State state) {
        numbers.forEach(number ->
                opening.installation().store().proposals().decide(number, state, PauseCommand.who(), now(opening)));
    }

    private static Instant now(OpenInstallation opening) {
        return opening.installation().clock().instant();
    }

    private static Map<String, Object> json(ProposedMerge proposal) {
        return Map.of(
                "number", proposal.number(),
                "state", proposal.state().name(),
                "survivor", proposal.proposal().survivor().toString(),
                "losers",
                        proposal.proposal().losers().stream()
                                .map(Object::toString)
                                .toList(),
                "evidence", proposal.proposal().evidence().name(),
                "obstacle", proposal.proposal().obstacle());
    }

    private static String word(ProposedMerge.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
