package io.onefunnel.marketo.write;

import java.util.Map;
import java.util.Optional;

/**
 * How outcomes of sales reach Marketo.
 *
 * @param activity API name of the custom activity type
 * @param programStatus status of the program by outcome code ("CLOSED_WON")
 * @param program id of the program for outcomes whose own program is not known
 * @param campaign id of a trigger campaign that is requested for each outcome
 * @param opportunities whether opportunities may be written where no native CRM sync does it
 * @param companies whether, where opportunities are written, their company and sales person are written before them
 * @param role the role under which a person is linked to an opportunity
 */
public record OutcomeOptions(
        String activity,
        Map<String, String> programStatus,
        Optional<String> program,
        Optional<String> campaign,
        boolean opportunities,
        boolean companies,
        String role) {
    public OutcomeOptions {
        programStatus = Map.copyOf(programStatus);
    }
}
