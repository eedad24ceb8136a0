@NullMarked
package io.onefunnel.marketo.merge;

import org.jspecify.annotations.NullMarked;
