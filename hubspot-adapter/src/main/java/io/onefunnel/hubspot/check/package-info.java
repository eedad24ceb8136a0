/**
 * What a portal has, lacks and allows. In goes a connection; out come its problems with their remedies, the properties
 * and definitions of ours to create or archive, and the stages and statuses that its admins have made. Knows
 * {@code client}, and of {@code write} and {@code merge} what they need the portal to have; nothing but the adapter knows
 * this package.
 */
@NullMarked
package io.onefunnel.hubspot.check;

import org.jspecify.annotations.NullMarked;
