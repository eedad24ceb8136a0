package io.onefunnel.app.view;

import io.onefunnel.model.SourceRef;

/** How plans, tables and pages name a record; the search finds it by the same text. */
public final class RecordName {
    private RecordName() {}

    /** Its connection and its id there: "marketo 100003". */
    public static String of(SourceRef record) {
        return record.connection() + " " + record.id();
    }
}
