/**
 * The associations API: links of objects read, made and removed, in batches or for one object, and the labels that
 * they carry. Requests in, replies out; what a link brings about is decided where objects are written.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.associations;

import org.jspecify.annotations.NullMarked;
