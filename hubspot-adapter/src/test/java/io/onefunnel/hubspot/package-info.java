@NullMarked
package io.onefunnel.hubspot;

import org.jspecify.annotations.NullMarked;
