/**
 * The installable application. {@code config} reads the settings, {@code engine} puts an installation together and runs its
 * steps; {@code cli}, {@code jobs}, {@code console} and {@code demo} are the ways in.
 */
@NullMarked
package io.onefunnel.app;

import org.jspecify.annotations.NullMarked;
