/**
 * Configuration files as typed values. In: YAML of {@code config/}. Out: values that were checked, or every problem of
 * every file together, each with its file, its line, the key and what to write instead. A secret never stands in a
 * file, only a reference to it, and its value never stands in a message.
 */
@NullMarked
package io.onefunnel.settings;

import org.jspecify.annotations.NullMarked;
