/**
 * What every adapter's HTTP client keeps to, whichever vendor it speaks to. In: what an adapter knows of its vendor (how long
 * an answer may take, how large it may be). Out: a client that follows no answer to another host, repeats nothing behind
 * anybody's back, and gives up on an answer without an end ({@link io.onefunnel.http.VendorHttp}).
 */
@NullMarked
package io.onefunnel.http;

import org.jspecify.annotations.NullMarked;
