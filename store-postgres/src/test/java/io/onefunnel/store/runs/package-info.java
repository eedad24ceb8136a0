@NullMarked
package io.onefunnel.store.runs;

import org.jspecify.annotations.NullMarked;
