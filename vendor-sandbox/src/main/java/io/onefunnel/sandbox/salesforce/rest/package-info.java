/** The REST API and Bulk API 2.0 query jobs. */
@NullMarked
package io.onefunnel.sandbox.salesforce.rest;

import org.jspecify.annotations.NullMarked;
