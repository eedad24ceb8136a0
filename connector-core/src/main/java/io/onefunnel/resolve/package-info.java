/**
 * The second step: joins changed records to people. In: dirty records and everything connected to them. Out: whose each record
 * is, and people to decide.
 */
@NullMarked
package io.onefunnel.resolve;

import org.jspecify.annotations.NullMarked;
