@NullMarked
package io.onefunnel.funnel;

import org.jspecify.annotations.NullMarked;
