@NullMarked
package io.onefunnel.marketo.write;

import org.jspecify.annotations.NullMarked;
