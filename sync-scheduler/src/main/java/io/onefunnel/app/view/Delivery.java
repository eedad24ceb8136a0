package io.onefunnel.app.view;

import io.onefunnel.model.SourceRef;
import java.time.Instant;

/**
 * One record in another system that got an outcome.
 *
 * @param state "told" or "written" once it is there, else what became of the write
 * @param event whether it was sent as an event; else it stands in fields
 */
public record Delivery(SourceRef on, Instant at, String state, boolean event) {
    /** The state of an event that is there, as programs have always read it. */
    static final String SENT = "told";

    /** What happened to which record, without the time: "marketo 100042: sent as an event". */
    public String text() {
        String what = state.equals(SENT) ? "sent" : state;
        return RecordName.of(on) + ": " + what + (event ? " as an event" : " to fields");
    }
}
