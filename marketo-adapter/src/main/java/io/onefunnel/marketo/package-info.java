/** The Marketo adapter. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.marketo;
