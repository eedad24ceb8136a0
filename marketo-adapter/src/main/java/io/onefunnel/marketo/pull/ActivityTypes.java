package io.onefunnel.marketo.pull;

/** Marketo's own types of activities, by the numbers that they have in every instance. */
final class ActivityTypes {
    static final String NEW_LEAD = "12";
    static final String CHANGE_DATA_VALUE = "13";
    static final String CHANGE_SCORE = "22";
    static final String MERGE_LEADS = "32";
    static final String DELETE_LEAD = "37";
    static final String CHANGE_STATUS_IN_PROGRESSION = "104";

    private ActivityTypes() {}
}
