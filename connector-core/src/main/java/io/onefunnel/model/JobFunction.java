package io.onefunnel.model;

/** What a title says somebody does. */
public enum JobFunction {
    GENERAL_MANAGEMENT,
    OPERATIONS,
    FINANCE,
    SALES,
    MARKETING,
    IT,
    ENGINEERING,
    HUMAN_RESOURCES,
    PURCHASING,
    LEGAL,
    CUSTOMER_SERVICE,
    RESEARCH,
    OTHER,
    UNKNOWN
}
