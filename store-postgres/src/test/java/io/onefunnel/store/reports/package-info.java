@NullMarked
package io.onefunnel.store.reports;

import org.jspecify.annotations.NullMarked;
