package io.onefunnel.testkit;

/**
 * What not every vendor can do. All of it is expected; a fixture names what its vendor or adapter lacks in {@link
 * VendorFixture#lacks}. For an adapter's own part the kit then asserts that it is refused.
 */
public enum Behaviour {
    /** {@code writer(Merge.class)} and {@code merging()} are present. */
    MERGES,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code writer(Reassign.class)} is present. */
    REASSIGNS,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code writer(CreateTask.class)} is present. */
    CREATES_TASKS,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code writer(PublishOutcome.class)} is present. */
    PUBLISHES_OUTCOMES,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code writer(LinkReferral.class)} is present. */
    LINKS_REFERRALS,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code provisioning()} is present. */
    PROVISIONS,
    /** {@link io.onefunnel.spi.CrmAdapter}\'s {@code counts()} is present. */
    COUNTS,
    /** A token of the vendor's runs out while it is used. */
    TOKENS_EXPIRE,
    /** The vendor can withdraw one field from our user ({@link VendorFixture#hide}). */
    HIDES_FIELDS,
    /** The vendor may show a change only some time after its stamp ({@link VendorFixture#addSeenLate}). */
    SHOWS_CHANGES_LATE,
    /** A record may be locked for a moment ({@link Trouble#RECORD_LOCKED}). */
    LOCKS_RECORDS,
    /** A vendor counts calls against a quota and refuses when it is spent ({@link Trouble#QUOTA_EXHAUSTED}). */
    HAS_A_QUOTA
}
