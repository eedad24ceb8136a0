/**
 * The Partner API's SOAP side: envelopes in, envelopes out, in the order of the WSDL. What a call reads or changes
 * is decided below, the same for REST.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.soap;

import org.jspecify.annotations.NullMarked;
