package io.onefunnel.identity.match;

import io.onefunnel.model.MergeProposal.Evidence;

/** Why two records may be one person, from the strongest to the weakest. */
public enum MatchRule {
    NATIVE_ID("native-id", "linked by a vendor's own sync", Evidence.NATIVE_ID),
    CONVERTED("converted", "converted from one into the other", Evidence.NATIVE_ID),
    EMAIL_AND_NAME("email", "same mailbox, same name", Evidence.EMAIL_AND_NAME),
    EMAIL("email", "same mailbox, names do not contradict", Evidence.EMAIL),
    PHONE_AND_NAME("phone+name", "same phone number, same name", Evidence.PHONE_AND_NAME);

    private final String key;
    private final String detail;
    private final Evidence evidence;

    MatchRule(String key, String detail, Evidence evidence) {
        this.key = key;
        this.detail = detail;
        this.evidence = evidence;
    }

    /** The name in match terms. */
    public String key() {
        return key;
    }

    /** For people who may see both records. */
    public String detail() {
        return detail;
    }

    public Evidence evidence() {
        return evidence;
    }

    /** A vendor says so: names have no say against it. */
    public boolean saidByVendor() {
        return evidence == Evidence.NATIVE_ID;
    }

    public static MatchRule of(String key, String detail) {
        for (MatchRule rule : values()) {
            if (rule.key.equals(key) && rule.detail.equals(detail)) return rule;
        }
        throw new IllegalArgumentException("no such rule: " + key + ", " + detail);
    }
}
