/** Builds case files for the tests of rules. */
@NullMarked
package io.onefunnel.facts;

import org.jspecify.annotations.NullMarked;
