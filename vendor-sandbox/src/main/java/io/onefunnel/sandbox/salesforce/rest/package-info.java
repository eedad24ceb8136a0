/** The REST API, and the query and ingest jobs of Bulk API 2.0. */
@NullMarked
package io.onefunnel.sandbox.salesforce.rest;

import org.jspecify.annotations.NullMarked;
