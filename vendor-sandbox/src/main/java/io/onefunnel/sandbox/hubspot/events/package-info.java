/**
 * Custom events: how they are defined, and each time that one occurred. Definitions and occurrences come in by the
 * API and are read back by it; an occurrence whose uuid is known is dropped or refused, as the portal is set.
 */
@NullMarked
package io.onefunnel.sandbox.hubspot.events;

import org.jspecify.annotations.NullMarked;
