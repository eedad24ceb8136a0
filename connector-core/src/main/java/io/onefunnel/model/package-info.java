/** The nouns of the funnel, as values that cannot be wrong. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.model;
