@NullMarked
package io.onefunnel.store;

import org.jspecify.annotations.NullMarked;
