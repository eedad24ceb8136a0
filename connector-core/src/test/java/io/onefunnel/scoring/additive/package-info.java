@NullMarked
package io.onefunnel.scoring.additive;

import org.jspecify.annotations.NullMarked;
