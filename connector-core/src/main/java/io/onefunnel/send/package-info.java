/**
 * The last step: makes the writes that a plan shows, and no others. In: a plan. Out: an intent before each call and its result
 * after it; what a crash leaves open is settled by reading before anything is sent again.
 */
@NullMarked
package io.onefunnel.send;

import org.jspecify.annotations.NullMarked;
