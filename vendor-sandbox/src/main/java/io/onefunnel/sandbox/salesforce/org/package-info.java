/**
 * What every part of the org refers to: its switches, its identity, when a describe last changed, and the one
 * exception that refuses a call in Salesforce's code and words. Decides nothing about records.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.org;

import org.jspecify.annotations.NullMarked;
