/** The HubSpot adapter. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.hubspot;
