/**
 * The third step: decides about people who changed or whose decision has run out. In: their case files and the pinned inputs. Out:
 * decisions, what is to be written, and what is to be done besides. Pulls and sends nothing.
 */
@NullMarked
package io.onefunnel.decide;

import org.jspecify.annotations.NullMarked;
