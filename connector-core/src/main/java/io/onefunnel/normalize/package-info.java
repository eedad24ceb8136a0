/**
 * Vendor record in, canonical facts out: names, e-mail, phone, company, country, titles, times, and what a campaign or
 * a form offered. Decides nothing about people; what it cannot read it refuses with the reason. Pure: no clock, no I/O
 * but the word lists of this package, which are read once.
 */
@NullMarked
package io.onefunnel.normalize;

import org.jspecify.annotations.NullMarked;
