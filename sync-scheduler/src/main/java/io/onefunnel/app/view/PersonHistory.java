package io.onefunnel.app.view;

import io.onefunnel.model.CaseFile;
import io.onefunnel.state.WriteLedger;
import java.util.Comparator;
import java.util.List;

/** What was written to a person. */
public final class PersonHistory {
    private PersonHistory() {}

    /** The latest writes, newest first. One record is asked for: its history is that of all records of its person. */
    public static List<WriteLedger.Logged> newestFirst(CaseFile file, WriteLedger ledger, int most) {
        return ledger.history(file.records().get(0).ref(), most).stream()
                .sorted(Comparator.comparing(
                                (WriteLedger.Logged logged) -> logged.intent().at())
                        .reversed())
                .toList();
    }
}
