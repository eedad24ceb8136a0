/**
 * The activity log as the API shows it: the streams of activities, lead changes and deletions, the types there are,
 * and custom activities with the drafts of their types. Calls in; rows of the log, or appends to it, out.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.activities;

import org.jspecify.annotations.NullMarked;
