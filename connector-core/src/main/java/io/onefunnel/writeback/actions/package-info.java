/**
 * What is to be done about a person besides fields: events to marketing, referral links, a task about the first touch, a lead
 * taken back. In: a case file, its decision and the policy. Out: pending actions; what was done before is left out by the store.
 */
@NullMarked
package io.onefunnel.writeback.actions;

import org.jspecify.annotations.NullMarked;
