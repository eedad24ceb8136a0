/** What an adapter must do, as tests that each adapter extends. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.testkit;
