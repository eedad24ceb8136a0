/**
 * The REST API, and the query and ingest jobs of Bulk API 2.0: paths and JSON or CSV in, JSON or CSV out. What a
 * call reads or changes is decided below, the same for SOAP.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.rest;

import org.jspecify.annotations.NullMarked;
