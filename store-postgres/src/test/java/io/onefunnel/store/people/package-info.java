@NullMarked
package io.onefunnel.store.people;

import org.jspecify.annotations.NullMarked;
