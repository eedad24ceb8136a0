/**
 * Leads read, upserted, merged and deleted by the API. Decides which lead a row means, why a row is skipped, and who
 * survives a merge. Calls in, one outcome for each row out.
 */
@NullMarked
package io.onefunnel.sandbox.marketo.leads;

import org.jspecify.annotations.NullMarked;
