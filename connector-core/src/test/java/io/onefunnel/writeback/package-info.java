@NullMarked
package io.onefunnel.writeback;

import org.jspecify.annotations.NullMarked;
