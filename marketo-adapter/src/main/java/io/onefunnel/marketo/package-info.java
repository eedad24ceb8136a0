/**
 * The Marketo Engage adapter: vendor records and outcomes on one side, the REST API on the other. Knows every Marketo
 * word; nothing outside this package does. Tags such as "Leads, Merge" name the page of Adobe's developer documents that
 * a statement about the vendor comes from.
 */
@NullMarked
package io.onefunnel.marketo;

import org.jspecify.annotations.NullMarked;
