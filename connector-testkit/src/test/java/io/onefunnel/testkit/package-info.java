@NullMarked
package io.onefunnel.testkit;

import org.jspecify.annotations.NullMarked;
