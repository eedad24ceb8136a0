package io.onefunnel.sandbox.salesforce.rules;

import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Condition;

/**
 * Refuses a record that, as it would be saved, meets the condition.
 *
 * @param refused the condition, as a SOQL WHERE clause reads it
 * @param field where the error is shown; empty for the top of the page
 */
public record ValidationRule(String name, ObjectType type, Condition refused, String message, String field) {}
