/**
 * The lead database and the activity log that changes of leads leave behind, with who made the change. Values that
 * were checked come in; leads by id or by any field, and activities in the order of their arrival, go out.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.store;

import org.jspecify.annotations.NullMarked;
