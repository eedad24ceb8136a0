package io.onefunnel.testkit;

/**
 * What not every vendor can do. All of it is expected; a fixture names what its vendor or adapter lacks in {@link
 * VendorFixture#lacks}. For an adapter's own part the kit then asserts that it is refused.
 */
public enum Behaviour {
    /** {@code writer(Merge.class)} and {@code merging()} are present. */
    MERGES,
    /** {@code writer(Reassign.class)} is present. */
    REASSIGNS,
    /** {@code writer(CreateTask.class)} is present. */
    CREATES_TASKS,
    /** {@code writer(PublishOutcome.class)} is present. */
    PUBLISHES_OUTCOMES,
    /** {@code writer(LinkReferral.class)} is present. */
    LINKS_REFERRALS,
    /** {@code provisioning()} is present. */
    PROVISIONS,
    /** {@code counts()} is present. */
    COUNTS,
    /** The vendor's tokens expire. */
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
