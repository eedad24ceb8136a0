package io.onefunnel.model;

/** What sales says of a person, whatever its picklist calls it. */
public enum LeadStatus {
    NEW,
    /** Marketing calls it qualified (MAL, MQL). */
    MQL,
    WORKING,
    QUALIFIED,
    UNQUALIFIED,
    /** Back to marketing, not lost. */
    NURTURE
}
