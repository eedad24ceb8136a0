/**
 * Who may call and how often: static tokens, the OAuth endpoints, scopes, and the allowances of ten seconds, a
 * second and a day. In goes a call with its endpoint, out comes its answer with the headers of the limits, or a
 * refusal.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.auth;

import org.jspecify.annotations.NullMarked;
