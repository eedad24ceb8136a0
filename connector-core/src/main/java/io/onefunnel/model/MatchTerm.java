package io.onefunnel.model;

/**
 * Why two records are one person.
 *
 * @param left one record
 * @param right the other
 * @param rule the key that agreed: "native-id", "email", "phone+name"
 * @param detail for people who may see both records: which fields agreed, without their values
 */
public record MatchTerm(SourceRef left, SourceRef right, String rule, String detail) {}
