@NullMarked
package io.onefunnel.marketo.client;

import org.jspecify.annotations.NullMarked;
