/**
 * What Quartz ticks. Each job calls one service; none decides anything. Goes in: how often each step runs. Comes out: runs,
 * one node at a time.
 */
@NullMarked
package io.onefunnel.app.jobs;

import org.jspecify.annotations.NullMarked;
