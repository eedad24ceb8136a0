/**
 * Programs, their channels and members, and smart campaigns. Decides where a member may move (forward only), what
 * that logs, and whether a campaign may be requested.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.programs;

import org.jspecify.annotations.NullMarked;
