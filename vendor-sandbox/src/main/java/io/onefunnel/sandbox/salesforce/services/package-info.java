/**
 * What SOAP, REST and Bulk have in common: one org's data with all that reads or changes it, and the replication
 * calls that both protocols answer. Endpoints get their services here and know no store by themselves.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.services;

import org.jspecify.annotations.NullMarked;
