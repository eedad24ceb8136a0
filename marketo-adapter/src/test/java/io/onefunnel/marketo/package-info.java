@NullMarked
package io.onefunnel.marketo;

import org.jspecify.annotations.NullMarked;
