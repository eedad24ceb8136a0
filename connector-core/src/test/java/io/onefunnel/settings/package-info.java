@NullMarked
package io.onefunnel.settings;

import org.jspecify.annotations.NullMarked;
