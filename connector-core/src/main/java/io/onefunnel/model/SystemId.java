package io.onefunnel.model;

/** The systems that OneFunnel joins. The one place where the core names a vendor. */
public enum SystemId {
    SALESFORCE,
    HUBSPOT,
    MARKETO
}
