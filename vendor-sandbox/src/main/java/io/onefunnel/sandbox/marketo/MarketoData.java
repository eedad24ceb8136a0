package io.onefunnel.sandbox.marketo;

import java.time.Instant;
import java.util.Map;

/** How the sample company and the CSV import fill the instance: no API call is counted, no limit applies. */
public interface MarketoData {
    /** Stores a lead by REST field names; {@code createdAt} and {@code updatedAt} may be set. Returns its id. */
    long lead(Map<String, String> fields);

    /** Appends an activity of a standard type (2 Fill Out Form, 1 Visit Webpage, 6 Send Email ...). */
    void activity(
            long leadId,
            int typeId,
            Instant at,
            long primaryAttributeValueId,
            String primaryAttributeValue,
            Map<String, String> attributes);

    /** Adds a program of a channel such as "Webinar" with the channel's usual statuses. Returns its id. */
    long program(String name, String channel, Instant createdAt);

    /** Makes a lead a member of a program, in a status of its channel, and logs the change (activity 104). */
    void member(long programId, long leadId, String status, Instant at);
}
