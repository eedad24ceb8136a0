package io.onefunnel.identity;

import io.onefunnel.model.MergeProposal.Evidence;

/** Why two records may be one person, from the strongest to the weakest. */
enum Rule {
    NATIVE_ID("native-id", "linked by a vendor's own sync", Evidence.NATIVE_ID),
    CONVERTED("converted", "converted from one into the other", Evidence.NATIVE_ID),
    EMAIL_AND_NAME("email", "same mailbox, same name", Evidence.EMAIL_AND_NAME),
    EMAIL("email", "same mailbox, names do not contradict", Evidence.EMAIL),
    PHONE_AND_NAME("phone+name", "same phone number, same name", Evidence.PHONE_AND_NAME);

    private final String key;
    private final String detail;
    private final Evidence evidence;

    Rule(String key, String detail, Evidence evidence) {
        this.key = key;
        this.detail = detail;
        this.evidence = evidence;
    }

    /** The name in match terms. */
    String key() {
        return key;
    }

    /** For people who may see both records. */
    String detail() {
        return detail;
    }

    Evidence evidence() {
        return evidence;
    }

    /** A vendor says so: names have no say against it. */
    boolean saidByVendor() {
        return evidence == Evidence.NATIVE_ID;
    }

    static Rule of(String key, String detail) {
        for (Rule rule : values()) {
            if (rule.key.equals(key) && rule.detail.equals(detail)) return rule;
        }
        throw new IllegalArgumentException("no such rule: " + key + ", " + detail);
    }
}
