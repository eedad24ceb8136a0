/**
 * How the org is reached, and what it looks like. In go the settings of a connection and one call at a time; out come
 * answers, or an exception that says what to do next. Signing in, repeating, the quota and the meaning of every error
 * are decided here, as are which objects and fields our user may see and how the text of a value becomes canonical.
 *
 * <p>It knows no other part of the adapter.
 */
@NullMarked
package io.onefunnel.salesforce.client;

import org.jspecify.annotations.NullMarked;
