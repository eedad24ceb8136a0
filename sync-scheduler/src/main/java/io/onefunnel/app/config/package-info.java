/** The installation's settings, typed and checked. */
@NullMarked
package io.onefunnel.app.config;

import org.jspecify.annotations.NullMarked;
