/** Measurements that reach into the HubSpot adapter. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.hubspot;
