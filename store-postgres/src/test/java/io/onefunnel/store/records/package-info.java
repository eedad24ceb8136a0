@NullMarked
package io.onefunnel.store.records;

import org.jspecify.annotations.NullMarked;
