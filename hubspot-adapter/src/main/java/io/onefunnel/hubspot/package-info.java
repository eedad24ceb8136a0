/**
 * The HubSpot adapter: reads contacts, companies, deals, activities and owners of a portal, and writes our properties,
 * owners, tasks, referral links and merges. No other module knows a HubSpot word.
 *
 * <p>{@link io.onefunnel.hubspot.HubSpotPaths} spells every path, {@link io.onefunnel.hubspot.Failure} sorts every
 * refusal, {@link io.onefunnel.hubspot.Pulls} reads changes and {@link io.onefunnel.hubspot.BatchUpdates} writes.
 */
@NullMarked
package io.onefunnel.hubspot;

import org.jspecify.annotations.NullMarked;
