/**
 * Whether the connection can do its work, and how the org is set up. In go the credentials of each use; out come all
 * problems at once, by object, each with what an admin changes, and the org's own stages, statuses and business hours.
 * Nothing is written, and a check leaves out what our user may not ask.
 *
 * <p>It knows {@code client} alone: rights differ from user to user, so each look names the one that it looks with.
 */
@NullMarked
package io.onefunnel.salesforce.check;

import org.jspecify.annotations.NullMarked;
