/**
 * The portal's protocol, the same for every endpoint: a path taken apart, an endpoint with its scope and allowance,
 * a reply, and the one exception that refuses in HubSpot's words. Knows no object type.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.api;

import org.jspecify.annotations.NullMarked;
