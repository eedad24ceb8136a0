/**
 * What the org's objects and fields are, read from schema.txt, the same for every org; and the canonical form of a
 * value of each field type.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.schema;

import org.jspecify.annotations.NullMarked;
