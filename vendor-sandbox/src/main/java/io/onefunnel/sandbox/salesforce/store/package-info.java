/** The org's records: compact rows, indexes by stamp and by reference, and the changes Salesforce makes to them. */
@NullMarked
package io.onefunnel.sandbox.salesforce.store;

import org.jspecify.annotations.NullMarked;
