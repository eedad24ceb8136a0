@NullMarked
package io.onefunnel.store.mirror;

import org.jspecify.annotations.NullMarked;
