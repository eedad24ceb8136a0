/** Writes as the API takes them: checked row by row, applied, audited; one result for each row in request order. */
@NullMarked
package io.onefunnel.sandbox.salesforce.write;

import org.jspecify.annotations.NullMarked;
