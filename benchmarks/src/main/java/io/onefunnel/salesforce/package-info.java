/** Measurements that reach into the Salesforce adapter. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.salesforce;
