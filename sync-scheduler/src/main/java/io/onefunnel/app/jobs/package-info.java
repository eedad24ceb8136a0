/** What Quartz ticks. Each job calls one step; none decides anything. */
@NullMarked
package io.onefunnel.app.jobs;

import org.jspecify.annotations.NullMarked;
