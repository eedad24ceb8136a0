@NullMarked
package io.onefunnel.app.engine;

import org.jspecify.annotations.NullMarked;
