/**
 * The funnel: how far do people come, and where do they get lost? Goes in: the funnel's reports. Comes out: a bar for each
 * stage, the two handoffs, and where people came from.
 */
@NullMarked
package io.onefunnel.app.console.funnel;

import org.jspecify.annotations.NullMarked;
