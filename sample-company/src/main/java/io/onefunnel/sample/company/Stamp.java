package io.onefunnel.sample.company;

import java.time.Instant;
import java.time.LocalDate;

/** Moments, in seconds since 1970, as each vendor writes them. */
final class Stamp {
    private Stamp() {}

    /** As Salesforce writes it, with milliseconds: 2026-03-02T10:15:30.000Z. */
    static String salesforce(long at) {
        String iso = iso(at);
        return iso.substring(0, iso.length() - 1) + ".000Z";
    }

    /** As HubSpot and Marketo take it: 2026-03-02T10:15:30Z. */
    static String iso(long at) {
        return Instant.ofEpochSecond(at).toString();
    }

    /** The day in UTC, for fields that hold a day only. */
    static String day(long at) {
        return LocalDate.ofEpochDay(Math.floorDiv(at, 86_400L)).toString();
    }
}
