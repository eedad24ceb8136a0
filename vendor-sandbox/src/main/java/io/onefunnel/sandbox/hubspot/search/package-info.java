/**
 * Searches: decides from filters, sort and query which objects match and in which order, over an index that sees
 * writes with the lag of the portal. A search body comes in, a page of objects goes out.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.search;

import org.jspecify.annotations.NullMarked;
