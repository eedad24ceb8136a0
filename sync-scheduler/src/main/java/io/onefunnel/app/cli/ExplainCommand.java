package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.decide.Decide;
import io.onefunnel.model.PersonId;
import io.onefunnel.state.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Why a person has this stage, score and timers, and what was written.")
public final class ExplainCommand implements Callable<Integer> {
    private static final int CHOICES_SHOWN = 10;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RECORD", description = "A record id of any system, a person id, an e-mail or a name.")
    private String text = "";

    @Override
    public Integer call() {
        try (OpenInstallation opening = common.open()) {
            List<Reports.Found> found = opening.installation().store().reports().search(text, CHOICES_SHOWN);
            if (found.isEmpty()) {
                throw new CommandFailedException(ExitCode.USAGE, "nobody is found by \"" + text + "\"");
            }
            if (found.size() > 1) {
                if (common.json)
                    Json.print(Map.of(
                            "found", found.stream().map(Reports.Found::person).toList()));
                else print(found);
                return ExitCode.USAGE;
            }
            PersonId person = new PersonId(found.get(0).person());
            Instant now = opening.installation().clock().instant();
            Decide.Explained explained = opening.services()
                    .decisions()
                    .decider()
                    .explain(person, now)
                    .orElseThrow(() ->
                            new CommandFailedException(ExitCode.USAGE, "person " + person + " has no live record"));
            if (common.json)
                Json.print(ExplainText.json(
                        explained, opening.installation().store().ledger()));
            else
                System.out.print(
                        ExplainText.of(explained, opening.installation().store().ledger(), now));
            return ExitCode.DONE;
        }
    }

    private static void print(List<Reports.Found> found) {
        System.out.println("Several people; say which one by its id:");
        TextTable table = new TextTable("person", "name", "stage", "records").keeping(0);
        found.forEach(each -> table.row(
                each.person(),
                each.name(),
                each.stage().orElse(""),
                each.records().size()));
        System.out.print(table);
    }
}
