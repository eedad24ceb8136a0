/**
 * The installation's settings, typed and checked. Goes in: {@code onefunnel.yaml} and the mapping files. Comes out: records
 * that nobody has to check again, or every problem of every file at once.
 */
@NullMarked
package io.onefunnel.app.config;

import org.jspecify.annotations.NullMarked;
