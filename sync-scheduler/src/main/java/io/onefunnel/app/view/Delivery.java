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
    /** What happened to which record, without the time: "marketo 100042: told as an event". */
    public String text() {
        return RecordName.of(on) + ": " + state + (event ? " as an event" : " to fields");
    }
}
