/**
 * The definition of an adapter, as tests. An adapter's module extends {@link io.onefunnel.testkit.AdapterContractTest}
 * and supplies a {@link io.onefunnel.testkit.VendorFixture}: its vendor's sandbox, hands to change records there, and
 * the translation of a few troubles into faults of that vendor. It overrides set-up, never tests.
 *
 * <p>Every behaviour is expected by default. A fixture that declares one absent makes the kit assert the refusal
 * instead, so that a false declaration fails too.
 */
@NullMarked
package io.onefunnel.testkit;

import org.jspecify.annotations.NullMarked;
