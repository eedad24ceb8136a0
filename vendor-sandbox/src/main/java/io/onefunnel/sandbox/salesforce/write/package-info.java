/**
 * Writes as the API takes them: rows as they were sent come in, are checked one by one, applied and audited; one
 * result for each comes out, in the order of the request.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.write;

import org.jspecify.annotations.NullMarked;
