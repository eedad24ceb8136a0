/**
 * Queries: text in (apex-parser's grammar), matching rows out, read as the user that asks may read them; and the
 * cursors that hand long results out page by page.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.soql;

import org.jspecify.annotations.NullMarked;
