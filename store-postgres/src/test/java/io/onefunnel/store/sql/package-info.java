@NullMarked
package io.onefunnel.store.sql;

import org.jspecify.annotations.NullMarked;
