/**
 * An installation at work: the store and the adapters put together, and a service for each thing that it can do, under
 * leases and logged as runs. Goes in: a configuration. Comes out: services that commands, pages and jobs call alike.
 */
@NullMarked
package io.onefunnel.app.engine;

import org.jspecify.annotations.NullMarked;
