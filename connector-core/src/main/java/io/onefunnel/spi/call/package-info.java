/**
 * What adapters share in making calls: how long lists are cut. An adapter may use it and need not.
 */
@NullMarked
package io.onefunnel.spi.call;

import org.jspecify.annotations.NullMarked;
