/** Who calls and what that user may do: object rights, field-level security, sharing and user permissions. */
@NullMarked
package io.onefunnel.sandbox.salesforce.access;

import org.jspecify.annotations.NullMarked;
