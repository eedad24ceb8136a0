@NullMarked
package io.onefunnel.attribution;

import org.jspecify.annotations.NullMarked;
