/**
 * The three steps of a sync: {@link io.onefunnel.sync.Pull}, {@link io.onefunnel.sync.Decide} and {@link
 * io.onefunnel.sync.WriteBack}, with {@link io.onefunnel.sync.Resolve} between the first two. They hand over through the
 * store's rows and each is usable alone; this is the only package that knows adapters, rules and store.
 */
@NullMarked
package io.onefunnel.sync;

import org.jspecify.annotations.NullMarked;
