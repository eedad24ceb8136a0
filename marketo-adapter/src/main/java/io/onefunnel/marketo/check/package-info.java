/**
 * What an instance has and what it lacks for us: whether the connection can work, which of our fields and activity types are
 * to be made, which statuses may be named in options. A connection and its mapping go in; problems with their remedies,
 * steps of provisioning and lists of names come out. Knows {@code client}, what {@code pull} asks of a mapping, and where
 * {@code write} puts outcomes.
 */
@NullMarked
package io.onefunnel.marketo.check;

import org.jspecify.annotations.NullMarked;
