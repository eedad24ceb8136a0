/**
 * How a portal is spoken to, and what its records are: the lowest part of the adapter, which knows none of the others.
 *
 * <p>In go the settings of a connection; out comes a {@link io.onefunnel.hubspot.client.Portal}. Its clients send paced
 * requests with a token, repeat what may be repeated, and throw what {@link io.onefunnel.hubspot.client.ErrorMapping}
 * makes of a refusal. {@link io.onefunnel.hubspot.client.HubSpotPaths} spells every path,
 * {@link io.onefunnel.hubspot.client.HubSpotObjects} reads objects of the CRM,
 * {@link io.onefunnel.hubspot.client.MappedType} says what the mapping makes of their types, and
 * {@link io.onefunnel.hubspot.client.RecordRefs} which ref names which object.
 */
@NullMarked
package io.onefunnel.hubspot.client;

import org.jspecify.annotations.NullMarked;
