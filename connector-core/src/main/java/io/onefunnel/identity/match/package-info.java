/**
 * Which pairs of records agree. In: records and the keys by which they find each other. Out: edges, each with the rule by which
 * two records agree, and the pairs that are clearly two people.
 */
@NullMarked
package io.onefunnel.identity.match;

import org.jspecify.annotations.NullMarked;
