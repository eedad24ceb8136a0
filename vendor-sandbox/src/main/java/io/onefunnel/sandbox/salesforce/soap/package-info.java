/** The Partner API's SOAP side: envelopes in, envelopes out, in the order of the WSDL. */
@NullMarked
package io.onefunnel.sandbox.salesforce.soap;

import org.jspecify.annotations.NullMarked;
