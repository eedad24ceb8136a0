/**
 * The local Salesforce org: decides which endpoint answers a call, what a new org holds, and what people and admins
 * do in its screens. In go SOAP and REST calls and the rows of the data fill, out come answers in the shape and with
 * the error codes of the real API.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce;

import org.jspecify.annotations.NullMarked;
