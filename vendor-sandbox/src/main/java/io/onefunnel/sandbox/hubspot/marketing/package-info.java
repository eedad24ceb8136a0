/**
 * Lists and forms, which are made and filled in by hand and read by the API: who joined a list and when, and what
 * was typed into a form.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.marketing;

import org.jspecify.annotations.NullMarked;
