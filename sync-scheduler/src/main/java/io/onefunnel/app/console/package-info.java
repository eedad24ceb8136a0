/**
 * The web console: routes, sessions and what surrounds a page here, each page in a package of its own. Goes in: what the
 * services do and the views show. Comes out: HTML for people, health and metrics for machines.
 */
@NullMarked
package io.onefunnel.app.console;

import org.jspecify.annotations.NullMarked;
