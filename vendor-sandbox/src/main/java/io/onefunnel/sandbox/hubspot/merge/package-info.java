/**
 * Merges of two contacts, companies or deals: decides which values, addresses, histories and links the new record
 * gets, and where the old ids lead from then on.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.merge;

import org.jspecify.annotations.NullMarked;
