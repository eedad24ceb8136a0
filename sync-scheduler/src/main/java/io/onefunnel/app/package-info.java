/** The installable application. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.app;
