/** Queries: from text (apex-parser's grammar) to matching rows. */
@NullMarked
package io.onefunnel.sandbox.salesforce.soql;

import org.jspecify.annotations.NullMarked;
