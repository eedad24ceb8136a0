/**
 * What the portal's object types, properties and pipelines are, read from properties.tsv and added to by the API;
 * and which values a property takes, in which form they are kept.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.schema;

import org.jspecify.annotations.NullMarked;
