/**
 * The local HubSpot portal: decides which part answers a call, under the portal's one lock, and what people do in
 * HubSpot's screens. In go calls on dated and numbered paths and the objects of the data fill, out come answers in
 * the shape of the real API. Each part below is a family of endpoints; what they have in common is in api, schema
 * and store.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
