/** What an admin has built into the org: validation rules, duplicate rules, and flows that run after a save. */
@NullMarked
package io.onefunnel.sandbox.salesforce.rules;

import org.jspecify.annotations.NullMarked;
