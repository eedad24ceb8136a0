@NullMarked
package io.onefunnel.policy;

import org.jspecify.annotations.NullMarked;
