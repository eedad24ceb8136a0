/** The command line. */
@NullMarked
package io.onefunnel.app.cli;

import org.jspecify.annotations.NullMarked;
