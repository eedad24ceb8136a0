@NullMarked
package io.onefunnel.sla;

import org.jspecify.annotations.NullMarked;
