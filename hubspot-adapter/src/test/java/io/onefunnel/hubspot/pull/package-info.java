@NullMarked
package io.onefunnel.hubspot.pull;

import org.jspecify.annotations.NullMarked;
