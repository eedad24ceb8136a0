/**
 * The invented company: decides, from a number of people and a seed, who they are, what happened to them in two years,
 * and which records of which vendor hold it in which spelling. Out come those records, through the data seams of the
 * three vendors, and the ground truth about them, which no vendor shows.
 */
@NullMarked
package io.onefunnel.sample.company;

import org.jspecify.annotations.NullMarked;
