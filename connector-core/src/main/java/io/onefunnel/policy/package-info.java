/**
 * The partnership framework as typed values: when a person becomes a Conversation Lead, what sales promised, how a
 * handoff goes, which answers are asked for; the calendars that promises are counted in, and the points of a cold start.
 * In: the files of {@code config/}. Out: {@link io.onefunnel.policy.Inputs}, pinned by a hash, or every problem at once.
 */
@NullMarked
package io.onefunnel.policy;

import org.jspecify.annotations.NullMarked;
