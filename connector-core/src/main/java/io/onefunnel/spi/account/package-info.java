/**
 * That a connection speaks to its own account and to no other: ids of two accounts overlap, so what is read from or written
 * to a wrong one is damage. In: any adapter, and the account that its connection is pinned to. Out: an adapter that asks
 * once for each set of credentials and refuses the wrong account before anything is read or written. No adapter guards
 * itself.
 */
@NullMarked
package io.onefunnel.spi.account;

import org.jspecify.annotations.NullMarked;
