/**
 * The options of a connection, with their types. In: what an adapter declares of each ({@link
 * io.onefunnel.spi.option.Option}), and the texts of the configuration. Out: values that were checked before anything was
 * opened ({@link io.onefunnel.spi.option.OptionValues}); an adapter that asks for one cannot be told that it is wrong.
 */
@NullMarked
package io.onefunnel.spi.option;

import org.jspecify.annotations.NullMarked;
