package io.onefunnel.sandbox.hubspot.api;

/** The allowances whose end a 429 names, each with the recorded wording. */
public enum RateLimitPolicy {
    TEN_SECONDLY_ROLLING("You have reached your ten_secondly_rolling limit."),
    SECONDLY("You have reached your secondly limit."),
    DAILY("You have reached your daily limit.");

    private final String message;

    RateLimitPolicy(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
