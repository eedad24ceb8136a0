/** An installation at work: the store, the adapters and the steps in their order. */
@NullMarked
package io.onefunnel.app.engine;

import org.jspecify.annotations.NullMarked;
