/** The invented company, and the import of an admin's own CSV files. */
@NullMarked
package io.onefunnel.sandbox.sample;

import org.jspecify.annotations.NullMarked;
