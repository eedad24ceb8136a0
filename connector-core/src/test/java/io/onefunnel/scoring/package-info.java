@NullMarked
package io.onefunnel.scoring;

import org.jspecify.annotations.NullMarked;
