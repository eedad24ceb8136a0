@NullMarked
package io.onefunnel.hubspot.client;

import org.jspecify.annotations.NullMarked;
