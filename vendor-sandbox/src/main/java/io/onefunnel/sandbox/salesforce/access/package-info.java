/**
 * Who calls and what that user may do: object rights, field-level security, sharing and user permissions. In go the
 * org's switches and what was taken from or given to a user, out come yes and no for an object, a field or a record.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.access;

import org.jspecify.annotations.NullMarked;
