package io.onefunnel.model;

/** How senior a title is. */
public enum JobLevel {
    C_LEVEL,
    VICE_PRESIDENT,
    DIRECTOR,
    MANAGER,
    STAFF,
    UNKNOWN
}
