/**
 * The installable application. {@code config} reads the settings, {@code engine} puts an installation together and offers
 * what it can do, {@code view} makes of it what people are shown; {@code cli}, {@code jobs}, {@code console} and
 * {@code demo} are the ways in. Only this package knows all of them.
 */
@NullMarked
package io.onefunnel.app;

import org.jspecify.annotations.NullMarked;
