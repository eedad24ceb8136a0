/**
 * The plan: what would be written, where and why? Goes in: what waits to be written. Comes out: the plan with samples; it is
 * kept as it was shown, so that the button below it applies exactly that.
 */
@NullMarked
package io.onefunnel.app.console.plan;

import org.jspecify.annotations.NullMarked;
