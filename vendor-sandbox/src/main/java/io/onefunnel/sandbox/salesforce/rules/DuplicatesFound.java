package io.onefunnel.sandbox.salesforce.rules;

import java.util.List;

/** The records that a duplicate rule found. */
public record DuplicatesFound(DuplicateRule rule, List<String> ids) {
    /** Whether the caller may save all the same. */
    public boolean allowSave() {
        return rule.action() != DuplicateRule.Action.BLOCK;
    }

    /** The rule's alert text, as a new org has it. */
    public String message() {
        return allowSave() ? "Use one of these records?" : "You're creating a duplicate record. Use an existing one.";
    }
}
