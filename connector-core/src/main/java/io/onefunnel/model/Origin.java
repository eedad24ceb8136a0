package io.onefunnel.model;

/** Who brought a person in. */
public enum Origin {
    MARKETING,
    SDR_OUTBOUND,
    SALES_PROSPECTING,
    REFERRAL,
    PARTNER,
    UNKNOWN
}
