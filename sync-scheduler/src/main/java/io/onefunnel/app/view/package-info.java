/**
 * What people are shown, as records made once from the store and rendered by the command line and by the console alike, and
 * the ways to write such facts as text: times, numbers, tables. Goes in: the store's parts and the steps' results. Comes
 * out: facts with their labels; links, colours and layouts are the console's, option names the command line's.
 */
@NullMarked
package io.onefunnel.app.view;

import org.jspecify.annotations.NullMarked;
