/** The store in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.store;
