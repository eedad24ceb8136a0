/**
 * What the systems should hold, how that differs from what they hold, and the plan that closes the difference. Empty
 * difference, no call. Pure: the sending is {@code send}'s.
 */
@NullMarked
package io.onefunnel.writeback;

import org.jspecify.annotations.NullMarked;
