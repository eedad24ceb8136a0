/** Who may call and how often: OAuth tokens, sessions, the daily quota. */
@NullMarked
package io.onefunnel.sandbox.salesforce.session;

import org.jspecify.annotations.NullMarked;
