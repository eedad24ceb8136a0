/**
 * What the portal holds: its settings, the objects of each type with their search index, and the links between them.
 * Guarded by the portal's one lock; knows no endpoint.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.store;

import org.jspecify.annotations.NullMarked;
