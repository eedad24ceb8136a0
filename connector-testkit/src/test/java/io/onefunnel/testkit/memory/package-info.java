/** A vendor that lives in memory and its adapter: the proof that the contract can be kept, and that it notices what breaks it. */
@NullMarked
package io.onefunnel.testkit.memory;

import org.jspecify.annotations.NullMarked;
