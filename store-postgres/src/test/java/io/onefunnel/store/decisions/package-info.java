@NullMarked
package io.onefunnel.store.decisions;

import org.jspecify.annotations.NullMarked;
