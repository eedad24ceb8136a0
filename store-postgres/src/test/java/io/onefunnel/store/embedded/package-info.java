@NullMarked
package io.onefunnel.store.embedded;

import org.jspecify.annotations.NullMarked;
