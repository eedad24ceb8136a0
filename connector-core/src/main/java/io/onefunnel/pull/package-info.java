/**
 * The first step: brings what changed from a vendor into the mirror. In: an adapter's pages. Out: stored records, what could not
 * be read beside the reason, the cursor that was reached, and who is dirty; all of a page in one transaction.
 */
@NullMarked
package io.onefunnel.pull;

import org.jspecify.annotations.NullMarked;
