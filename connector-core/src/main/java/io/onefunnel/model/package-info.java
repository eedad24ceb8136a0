/**
 * The nouns of the funnel, as values that cannot be wrong: what a record is and where it lives, the canonical fields,
 * the typed facts that rules decide from. Depends on the JDK alone.
 */
@NullMarked
package io.onefunnel.model;

import org.jspecify.annotations.NullMarked;
