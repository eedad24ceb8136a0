package io.onefunnel.model;

/** What one record is to another. The role fixes the kind of the record at the far end. */
public enum LinkRole {
    OWNER(RecordKind.USER),
    /** The person's employer, the opportunity's buyer. */
    ACCOUNT(RecordKind.COMPANY),
    PARENT_ACCOUNT(RecordKind.COMPANY),
    /** Whom a response, a touch, a meeting or a contact role is about. */
    PERSON(RecordKind.PERSON),
    OPPORTUNITY(RecordKind.OPPORTUNITY),
    CAMPAIGN(RecordKind.CAMPAIGN),
    /** The contact that a lead became. */
    CONVERTED_TO(RecordKind.PERSON),
    /** The person who referred this one. */
    REFERRED_BY(RecordKind.PERSON),
    /** Who did the touch or made the record. */
    ACTOR(RecordKind.USER),
    MANAGER(RecordKind.USER),
    /** The user who owned a work item before it was taken back. */
    PREVIOUS_OWNER(RecordKind.USER);

    private final RecordKind target;

    LinkRole(RecordKind target) {
        this.target = target;
    }

    public RecordKind target() {
        return target;
    }
}
