@org.jspecify.annotations.NullMarked
package io.onefunnel.store.embedded;
