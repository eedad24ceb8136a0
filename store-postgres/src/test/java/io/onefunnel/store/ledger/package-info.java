@NullMarked
package io.onefunnel.store.ledger;

import org.jspecify.annotations.NullMarked;
