/** How a vendor is put on a port: WireMock below, calls and answers as values above. */
@NullMarked
package io.onefunnel.sandbox.http;

import org.jspecify.annotations.NullMarked;
