/**
 * Readers of the files in {@code config/}: each makes typed values of one file, or names every problem in it with its file, line
 * and key. What the values mean is told where they are defined, in {@code policy}; how YAML is read, in {@code settings}.
 */
@NullMarked
package io.onefunnel.config;

import org.jspecify.annotations.NullMarked;
