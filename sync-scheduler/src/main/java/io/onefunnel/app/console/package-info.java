/** The web console. */
@NullMarked
package io.onefunnel.app.console;

import org.jspecify.annotations.NullMarked;
