/**
 * The HubSpot adapter: reads contacts, companies, deals, activities and owners of a portal, and writes our properties,
 * owners, tasks, referral links and merges. No other module knows a HubSpot word.
 *
 * <p>In go a connection's settings, out comes an adapter for one portal, which hands each call to one of five parts:
 * {@code client} speaks to the portal, {@code pull} reads changes, {@code write} carries out commands, {@code merge}
 * merges, and {@code check} says what a portal has and lacks. {@code pull} and {@code write} know {@code client};
 * {@code merge} knows {@code write} besides, and {@code check} both; none knows this package.
 */
@NullMarked
package io.onefunnel.hubspot;

import org.jspecify.annotations.NullMarked;
