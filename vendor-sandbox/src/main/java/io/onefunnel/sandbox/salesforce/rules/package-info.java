/**
 * What an admin has built into the org: validation rules, duplicate rules, and flows that run after a save. In goes
 * a record as it would be saved, out come refusals, duplicates found and further changes.
 */
@NullMarked
package io.onefunnel.sandbox.salesforce.rules;

import org.jspecify.annotations.NullMarked;
