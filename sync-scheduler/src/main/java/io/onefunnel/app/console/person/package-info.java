/**
 * One person over all systems: who is this, what happened, and why does it say what it says? Goes in: a person's id. Comes
 * out: the person's view with its figures, and the score drawn as a waterfall.
 */
@NullMarked
package io.onefunnel.app.console.person;

import org.jspecify.annotations.NullMarked;
