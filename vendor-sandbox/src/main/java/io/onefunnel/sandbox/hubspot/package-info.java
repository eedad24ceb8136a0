/** The local HubSpot portal. */
@NullMarked
package io.onefunnel.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
