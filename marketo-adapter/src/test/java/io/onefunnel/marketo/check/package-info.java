@NullMarked
package io.onefunnel.marketo.check;

import org.jspecify.annotations.NullMarked;
