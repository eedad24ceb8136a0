@NullMarked
package io.onefunnel.app;

import org.jspecify.annotations.NullMarked;
