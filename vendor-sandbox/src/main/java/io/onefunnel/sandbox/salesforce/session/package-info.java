/**
 * Who may call and how often: OAuth tokens, sessions, the daily quota and the calls that last long. In goes a call,
 * out comes the user that makes it, or the refusal.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.session;

import org.jspecify.annotations.NullMarked;
