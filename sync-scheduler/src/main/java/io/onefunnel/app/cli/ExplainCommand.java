package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.FoundPerson;
import io.onefunnel.app.view.PersonView;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.model.PersonId;
import io.onefunnel.state.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads the store alone, and decides anew about one person without storing it. */
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
            Store store = opening.installation().store();
            List<FoundPerson> found = FoundPerson.search(store.reports(), text, CHOICES_SHOWN);
            if (found.isEmpty()) {
                throw new CommandFailedException(ExitCode.USAGE, "nobody is found by \"" + text + "\"");
            }
            if (found.size() > 1) {
                if (common.json) Json.print(json(found));
                else print(found);
                return ExitCode.USAGE;
            }
            PersonId person = found.get(0).person();
            Instant now = opening.installation().clock().instant();
            PersonView view = opening.services()
                    .decisions()
                    .decider()
                    .explain(person, now)
                    .map(explained -> PersonView.of(explained, store.ledger()))
                    .orElseThrow(() ->
                            new CommandFailedException(ExitCode.USAGE, "person " + person + " has no live record"));
            if (common.json) Json.print(ExplainJson.of(view));
            else System.out.print(ExplainText.of(view, now));
            return ExitCode.DONE;
        }
    }

    private static void print(List<FoundPerson> found) {
        System.out.println("Several people; say which one by its id:");
        TextTable table = new TextTable("person", "name", "stage", "records").keeping(0);
        found.forEach(each -> table.row(each.person(), each.name(), each.stage().orElse(""), each.records()));
        System.out.print(table);
    }

    private static Map<String, Object> json(List<FoundPerson> found) {
        return Map.of("found", found.stream().map(each -> each.person().value()).toList());
    }
}
