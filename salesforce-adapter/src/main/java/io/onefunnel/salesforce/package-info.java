/** The Salesforce adapter. */
@org.jspecify.annotations.NullMarked
package io.onefunnel.salesforce;
