package io.onefunnel.sandbox.salesforce.access;

/** A user permission, by what UserPermissionAccess calls it. */
public enum Permission {
    API_ENABLED("PermissionsApiEnabled"),
    CONVERT_LEADS("PermissionsConvertLeads"),
    VIEW_ALL_DATA("PermissionsViewAllData"),
    MODIFY_ALL_DATA("PermissionsModifyAllData"),
    VIEW_SETUP("PermissionsViewSetup"),
    BULK_API_HARD_DELETE("PermissionsBulkApiHardDelete"),
    EDIT_CONVERTED_LEADS("PermissionsViewConvertedLeads");

    private final String column;

    Permission(String column) {
        this.column = column;
    }

    /** The column of UserPermissionAccess that shows it. */
    public String column() {
        return column;
    }
}
