@NullMarked
package io.onefunnel.sync;

import org.jspecify.annotations.NullMarked;
