/**
 * The adapter contract: how the core sees one CRM or marketing-automation system. An adapter depends on this package
 * and on {@code model}, knows its vendor, and takes the cheapest road itself; the core never learns which.
 *
 * <p>What an adapter must do in each situation is said here and held by {@code AdapterContractTest}.
 */
@NullMarked
package io.onefunnel.spi;

import org.jspecify.annotations.NullMarked;
