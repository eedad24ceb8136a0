package io.onefunnel.model;

/** Who brought a person in. */
public enum Origin implements Labelled {
    MARKETING,
    SDR_OUTBOUND,
    SALES_PROSPECTING,
    REFERRAL,
    PARTNER,
    UNKNOWN
}
