package io.onefunnel.sandbox.salesforce.access;

/** What a profile or permission set allows on an object. */
public enum Right {
    READ,
    CREATE,
    EDIT,
    DELETE
}
