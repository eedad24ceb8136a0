/**
 * Refresh tokens that vendors replace when they are used: table {@code vendor_token}. They are stored encrypted; the key
 * stays outside of the database.
 */
@NullMarked
package io.onefunnel.store.tokens;

import org.jspecify.annotations.NullMarked;
