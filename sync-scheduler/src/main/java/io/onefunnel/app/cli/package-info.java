/**
 * The command line: one class for each command, which reads its options, calls a service and prints. Goes in: arguments and
 * an installation. Comes out: text for people or JSON for programs, and an exit code. What is shown is made by the views.
 */
@NullMarked
package io.onefunnel.app.cli;

import org.jspecify.annotations.NullMarked;
