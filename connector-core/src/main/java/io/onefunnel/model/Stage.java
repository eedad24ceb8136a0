package io.onefunnel.model;

/** The eight stages of the funnel, in their order. Plain names on every screen. */
public enum Stage implements Labelled {
    TARGET_MARKET("Target Market"),
    EXCHANGE("Exchange"),
    CONVERSATION_LEAD("Conversation Lead"),
    FIRST_SALES_MEETING("First Sales Meeting"),
    OPPORTUNITY("Opportunity"),
    PIPELINE("Pipeline"),
    CLOSED_WON("Closed-Won"),
    NEXT_SALE("Next Sale");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** The plain name that every screen and message shows. */
    @Override
    public String label() {
        return label;
    }
}
