/**
 * Lists of people: everybody, those who ever reached a stage, those whom a search finds. Goes in: what the address asks for.
 * Comes out: rows that lead to the person.
 */
@NullMarked
package io.onefunnel.app.console.people;

import org.jspecify.annotations.NullMarked;
