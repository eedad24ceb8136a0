package io.onefunnel.model;

/**
 * What OneFunnel can write, each switched on by itself. In the order in which a rationed budget is spent: a late call
 * costs more than a stale score.
 */
public enum Capability {
    /** Timers, next action, attempts. */
    SLA,
    /** Stages and their dates, meetings, validity. */
    STAGE,
    /** Dispositions and results, told to marketing as fields and as events. */
    OUTCOMES,
    /** Tasks for owners. */
    TASKS,
    /** Changes of owner: what was not followed up goes back. */
    TAKE_BACK,
    /** Origin and referral. */
    REFERRALS,
    SCORES,
    /** Person id and duplicate marks. */
    IDENTITY,
    MERGES;

    /** The capability that writes a field. */
    public static Capability of(Field field) {
        String key = field.key();
        if (field.writer() != Field.Writer.ONEFUNNEL) return field == Field.OF_REFERRED_BY ? REFERRALS : OUTCOMES;
        return switch (field) {
            case OF_SCORE,
                    OF_GRADE,
                    OF_SCORE_REASONS,
                    OF_TOP_REASON,
                    OF_SCORE_VERSION,
                    OF_SCORE_AT,
                    OF_RANK_IN_OWNER,
                    OF_ACCOUNT_SCORE,
                    OF_ICP_FIT,
                    OF_ICP_PRODUCT,
                    OF_HOLD_BACK,
                    OF_EXPERIMENT_GROUP -> SCORES;
            case OF_OUTCOME_AT,
                    OF_RESULT,
                    OF_RESULT_AT,
                    OF_RESULT_STAGE,
                    OF_RESULT_REASON,
                    OF_RESULT_AMOUNT,
                    OF_RESULT_CURRENCY -> OUTCOMES;
            case OF_PERSON_ID, OF_MERGE_STATE, OF_DUPLICATE_OF, OF_DUPLICATE_CONFIDENCE -> IDENTITY;
            case OF_ORIGIN, OF_ORIGINAL_LEAD_ID, OF_ORIGINAL_SOURCE, OF_ORIGINAL_CAMPAIGN, OF_REFERRAL_DEPTH ->
                REFERRALS;
            case OF_NEXT_ACTION,
                    OF_NEXT_ACTION_DUE,
                    OF_CADENCE_STEP,
                    OF_ATTEMPTS,
                    OF_EXTENSION_REASON,
                    OF_PREVIOUS_OWNER,
                    OF_TAKEBACK_COUNT,
                    OF_HEARTBEAT -> SLA;
            default -> key.startsWith("of_sla_") ? SLA : STAGE;
        };
    }
}
