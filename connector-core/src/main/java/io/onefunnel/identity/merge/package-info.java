/**
 * How the duplicates of one person in one system would become one record. In: a person's records and why they match. Out:
 * proposals: which record survives, which go, which value of each field wins.
 */
@NullMarked
package io.onefunnel.identity.merge;

import org.jspecify.annotations.NullMarked;
