package io.onefunnel.model;

/** A campaign or program. Texts are empty when unknown. */
public record Campaign(SourceRef ref, String name, String type) {}
