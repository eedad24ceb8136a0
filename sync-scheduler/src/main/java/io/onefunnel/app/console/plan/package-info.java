/**
 * The plan: what would be written, where and why? Goes in: what waits to be written. Comes out: the plan in numbers
 * and samples. The button below it makes a file of the plan and applies that, as long as it comes to the numbers shown.
 */
@NullMarked
package io.onefunnel.app.console.plan;

import org.jspecify.annotations.NullMarked;
