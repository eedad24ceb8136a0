/**
 * The Marketo Engage adapter: vendor records and outcomes on one side, the REST API on the other. Knows every Marketo
 * word; nothing outside of it does. This package reads an admin's options and puts the parts together, and no part knows
 * it: {@code client} knows none of the others; {@code pull} and {@code write} know it alone; {@code merge} and {@code
 * check} know those three and not each other.
 *
 * <p>Tags such as "Leads, Merge" name the page of Adobe's developer documents that a statement about the vendor comes from.
 */
@NullMarked
package io.onefunnel.marketo;

import org.jspecify.annotations.NullMarked;
