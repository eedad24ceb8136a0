@NullMarked
package io.onefunnel.sandbox.marketo;

import org.jspecify.annotations.NullMarked;
