package io.onefunnel.sandbox.hubspot.store;

import java.util.List;

/**
 * One object as it was at one moment. Immutable, so that the search index can keep an older version than the store.
 *
 * @param created epoch milliseconds, as all stamps here
 * @param archived 0 while it lives
 * @param history the versions of values that changed after the object was made, in the order they were written
 */
public record CrmObject(long id, long created, long modified, long archived, Values values, List<Version> history) {

    /**
     * A value that a property had from {@code at} on; blank when it was cleared.
     *
     * @param source "INTEGRATION", "CRM_UI", "IMPORT", "MERGE_OBJECTS"
     */
    public record Version(short property, String value, long at, String source) {}

    CrmObject modifiedAt(long at) {
        return new CrmObject(id, created, at, archived, values, history);
    }

    CrmObject archivedAt(long at) {
        return new CrmObject(id, created, modified, at, values, history);
    }
}
