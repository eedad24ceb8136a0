@NullMarked
package io.onefunnel.marketo.pull;

import org.jspecify.annotations.NullMarked;
