/**
 * The Salesforce adapter: one org, seen as the core sees every system. {@link
 * io.onefunnel.salesforce.SalesforceAdapterFactory} takes the settings of a connection; what comes out is the adapter,
 * put together here from its five parts. That it is the right org is made sure of outside, for all adapters alike.
 *
 * <p>The parts know each other in one direction only: {@code client} knows none of them, {@code pull} knows
 * {@code client}, {@code write} knows both, {@code merge} knows all three, and {@code check} knows {@code client} alone.
 * No other module knows a word of Salesforce.
 */
@NullMarked
package io.onefunnel.salesforce;

import org.jspecify.annotations.NullMarked;
