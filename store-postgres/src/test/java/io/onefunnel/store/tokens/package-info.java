@NullMarked
package io.onefunnel.store.tokens;

import org.jspecify.annotations.NullMarked;
